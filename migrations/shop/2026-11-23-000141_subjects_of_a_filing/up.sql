-- What a filing is about is asked by the filing too: on its own page, and on every page while one was refused and not done since.
CREATE INDEX filing_subjects_of_filing ON filing_subjects (filing_id, subject);
