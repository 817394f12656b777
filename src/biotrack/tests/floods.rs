//! What the other side may send without harm: too much, too deep, twice, or of the wrong kind. A write that meets it is unknown.

use super::*;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

const MIB: usize = 1024 * 1024;

/// A listener that answers every call with these bytes, as many as the other side will take, and says how many that were.
fn endless(per_call: usize) -> (String, std::sync::mpsc::Receiver<usize>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}/serverjson.asp", listener.local_addr().unwrap());
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        while let Ok((stream, _)) = listener.accept() {
            let sent = pour(stream, per_call);
            if sent > 0 && tell.send(sent).is_err() {
                return;
            }
        }
    });
    (url, told)
}

fn pour(mut stream: TcpStream, per_call: usize) -> usize {
    let mut asked = vec![0; 8192];
    let read = stream.read(&mut asked).unwrap_or_default();
    let is_login = String::from_utf8_lossy(&asked[..read]).contains("\"login\"");
    if is_login {
        let body = r#"{"success":1,"sessionid":"session 1"}"#;
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
        stream.write_all(answer.as_bytes()).unwrap();
        return 0;
    }
    // No length: it goes on until somebody hangs up.
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"success\":1,\"transactionid\":7,\"more\":\"";
    let mut sent = 0;
    if stream.write_all(head.as_bytes()).is_ok() {
        let chunk = vec![b'x'; 64 * 1024];
        while sent < per_call && stream.write_all(&chunk).is_ok() {
            sent += chunk.len();
        }
    }
    sent.max(1)
}

#[actix_web::test]
async fn an_endless_answer_to_a_write_is_cut_off_and_unknown() {
    let (url, told) = endless(256 * MIB);
    let client = client(&url);
    let Reply::Unknown(words) = send(&client).await else { panic!() };
    assert!(words.contains("longer than"), "{words}");
    let mut sent = None;
    while sent.is_none() {
        // Not blocked: hanging up is a task of this thread too.
        actix_web::rt::time::sleep(Duration::from_millis(10)).await;
        sent = told.try_iter().next();
    }
    let sent = sent.unwrap();
    assert!(sent < 64 * MIB, "we took {sent} bytes of it");
    assert_eq!(client.high_water(), 0, "nothing of it was believed");
}

#[actix_web::test]
async fn ten_megabytes_are_too_much_for_a_yes_and_fine_for_a_table() {
    let (hasty, _) = state(|_, call| {
        let filler = "x".repeat(10 * MIB);
        let body = match call["action"].as_str() {
            Some("sale_void") => format!(r#"{{"success":1,"transactionid":7,"filler":"{filler}"}}"#),
            _ => format!(r#"{{"success":1,"vehicle":[],"filler":"{filler}"}}"#),
        };
        HttpResponse::Ok().body(body)
    })
    .await;
    let patient = Settings { timeout: Duration::from_secs(20), ..hasty.settings().clone() };
    let client = Biotrack::new(patient, Clock::default()).unwrap();
    assert!(matches!(send(&client).await, Reply::Unknown(_)));
    assert_eq!(client.vehicles(Window::ALL).await, Ok(vec![]));
}

#[actix_web::test]
async fn what_is_too_deep_twice_or_of_the_wrong_kind_is_unknown() {
    let deep = format!(r#"{{"success":1,"transactionid":7,"x":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let wide = format!(r#"{{"success":1,"transactionid":7,"x":{}}}"#, "{\"a\":".repeat(50_000));
    let answers = [
        deep,
        wide,
        r#"{"success":0,"error":"No.","success":1,"transactionid":7}"#.to_owned(),
        r#"{"success":1,"transactionid":7,"transactionid":8}"#.to_owned(),
        r#"{"success":0,"error":"No.","transactionid":7}"#.to_owned(),
        r#"{"success":1,"transactionid":[7]}"#.to_owned(),
        r#"{"success":1,"transactionid":{"id":7}}"#.to_owned(),
        r#"{"success":[1],"transactionid":7}"#.to_owned(),
        r#"{"success":1,"transactionid":-7}"#.to_owned(),
        r#"{"success":1,"transactionid":0}"#.to_owned(),
        r#"{"success":1,"transactionid":99999999999999999999999999}"#.to_owned(),
        r#"{"success":1,"transactionid":6853296789574115}"#.to_owned(),
        r#"{"success":1,"transactionid":1e999}"#.to_owned(),
        r#"{"success":1,"transactionid":NaN}"#.to_owned(),
        r#"{"success":1,"transactionid":"NaN"}"#.to_owned(),
        r#"{"success":NaN}"#.to_owned(),
        r#"[{"success":1,"transactionid":7}]"#.to_owned(),
        r#""success""#.to_owned(),
        r#"{"success":1,"transactionid":7} {"success":0}"#.to_owned(),
    ];
    let (client, _) = state(move |n, _| HttpResponse::Ok().body(answers.get(n).cloned().unwrap_or_default())).await;
    for n in 0..19 {
        assert!(matches!(send(&client).await, Reply::Unknown(_)), "answer {n}");
    }
    assert_eq!(client.high_water(), 0);
}

#[actix_web::test]
async fn odd_numbers_in_a_yes_do_not_hide_it() {
    let (client, _) = state(|n, _| {
        says(match n {
            0 => r#"{"success":true,"transactionid":"00007","sessiontime":"soon"}"#,
            1 => r#"{"success":1.0,"transactionid":8.0,"sessiontime":99999999999999999,"sessiontime":99999999999999999}"#,
            _ => r#"{"success":"1","transactionid":9,"sessiontime":-1e300,"barcode_id":7}"#,
        })
    })
    .await;
    for transaction in 7..10 {
        let Reply::Accepted(answer) = send(&client).await else { panic!("{transaction}") };
        assert_eq!(answer.transaction(), transaction);
        assert!(answer.receipt::<OneBarcode>(FilingId::new()).is_err(), "it names no identifier");
    }
}

#[actix_web::test]
async fn bytes_that_are_no_text_are_no_answer() {
    let (client, _) = state(|_, _| HttpResponse::Ok().body(vec![0xff, 0xfe, 0x00, 0x7b, 0x80])).await;
    assert!(matches!(send(&client).await, Reply::Unknown(_)));
    assert!(client.probe().await.is_err());
}
