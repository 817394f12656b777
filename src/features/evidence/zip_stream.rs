//! A ZIP that is sent while it is written: what is ready is taken out and given away, so that it never lies in memory whole.

use crate::error::{Error, Result, internal};
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// What is written and not sent yet.
#[derive(Clone, Default)]
struct Ready(Arc<Mutex<Vec<u8>>>);

impl Write for Ready {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut ready = self.0.lock().map_err(|_| io::Error::other("a writer of this pack broke"))?;
        ready.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A pack as far as it is written.
pub struct Pack {
    zip: ZipWriter<StreamWriter<Ready>>,
    ready: Ready,
    /// Of the file that is being written.
    digest: Sha256,
    written: u64,
}

/// What a file turned out to be.
pub struct Sealed {
    pub bytes: u64,
    pub sha256: String,
}

impl Pack {
    pub fn new() -> Self {
        let ready = Ready::default();
        Self { zip: ZipWriter::new_stream(ready.clone()), ready, digest: Sha256::new(), written: 0 }
    }

    pub fn begin(&mut self, name: &str) -> Result<()> {
        (self.digest, self.written) = (Sha256::new(), 0);
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.zip.start_file(name, options).map_err(|error| broken(&error))
    }

    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.digest.update(bytes);
        self.written += u64::try_from(bytes.len()).map_err(|error| broken(&error))?;
        self.zip.write_all(bytes).map_err(|error| broken(&error))
    }

    /// The file that was begun is whole.
    pub fn seal(&mut self) -> Sealed {
        let digest = std::mem::take(&mut self.digest).finalize();
        Sealed { bytes: self.written, sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect() }
    }

    /// What can be sent now.
    pub fn take(&mut self) -> Result<Vec<u8>> {
        taken(&self.ready)
    }

    /// The directory at the end, and what was not sent before it.
    pub fn finish(self) -> Result<Vec<u8>> {
        self.zip.finish().map_err(|error| broken(&error))?;
        taken(&self.ready)
    }
}

fn taken(ready: &Ready) -> Result<Vec<u8>> {
    let mut ready = ready.0.lock().map_err(|_| internal("a writer of this pack broke"))?;
    Ok(std::mem::take(&mut *ready))
}

fn broken(error: &dyn std::error::Error) -> Error {
    internal(format!("a pack of evidence could not be written: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_is_taken_out_in_parts_is_one_zip() {
        let (mut pack, mut bytes) = (Pack::new(), Vec::new());
        for (name, text) in [("a.csv", "one,two\r\n"), ("b.csv", "three\r\n")] {
            pack.begin(name).unwrap();
            pack.write(text.as_bytes()).unwrap();
            let sealed = pack.seal();
            assert_eq!(sealed.bytes, text.len() as u64);
            assert_eq!(sealed.sha256, sha256(text.as_bytes()));
            bytes.extend(pack.take().unwrap());
        }
        bytes.extend(pack.finish().unwrap());
        let mut archive = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive.by_name("b.csv").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!((archive.len(), text.as_str()), (2, "three\r\n"));
    }

    fn sha256(bytes: &[u8]) -> String {
        Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
