//! Sessions that end at the wrong moment: the act is said once more, and only when the state said so before any effect.

use super::*;

#[actix_web::test]
async fn a_write_that_is_lost_after_its_session_was_renewed_is_unknown_and_stays_so() {
    let (client, told) = state(|n, _| says(if n == 0 { EXPIRED } else { "" })).await;
    assert!(matches!(send(&client).await, Reply::Unknown(_)));
    assert_eq!(told.calls().len(), 2, "never a third time");
}

#[actix_web::test]
async fn a_write_without_an_answer_is_not_sent_again_even_if_the_session_would_have_ended() {
    let (client, told) = state(|n, _| says(if n == 0 { "<html>" } else { EXPIRED })).await;
    assert!(matches!(send(&client).await, Reply::Unknown(_)));
    assert_eq!((told.calls().len(), told.sign_ins()), (1, 1));
}

#[actix_web::test]
async fn the_words_decide_whatever_the_code() {
    for expired in [
        r#"{"success":0,"error":"Your session has expired."}"#,
        r#"{"success":"0","error":"SESSION 9 HAS EXPIRED","errorcode":"60"}"#,
    ] {
        let (client, told) = state(move |n, _| says(if n == 0 { expired } else { YES })).await;
        assert!(matches!(send(&client).await, Reply::Accepted(_)), "{expired}");
        assert_eq!((told.calls().len(), told.sign_ins()), (2, 2), "{expired}");
    }
}

#[actix_web::test]
async fn a_session_that_ends_while_many_speak_is_renewed_for_all_of_them() {
    let (client, told) = state(|_, call| says(if call["sessionid"] == "session 1" { EXPIRED } else { YES })).await;
    let tasks: Vec<_> = (0..12)
        .map(|_| {
            let client = client.clone();
            actix_web::rt::spawn(async move { send(&client).await })
        })
        .collect();
    for task in tasks {
        assert!(matches!(task.await.unwrap(), Reply::Accepted(_)));
    }
    let calls = told.calls();
    assert_eq!(calls.iter().filter(|call| call["sessionid"] != "session 1").count(), 12, "each was said once for good");
    assert!(calls.iter().filter(|call| call["sessionid"] == "session 1").count() <= 12 && told.sign_ins() <= 3);
}

#[actix_web::test]
async fn an_expired_session_says_nothing_about_a_nonce() {
    let (client, _) = state(|_, _| says(EXPIRED)).await;
    assert!(client.replay(FilingId::new()).await.is_err(), "it is not “not found”");
}

#[actix_web::test]
async fn a_reason_that_repeats_our_secrets_is_blacked_out() {
    let words = r#"{"success":0,"error":"No such thing for session 1 with secret.","errorcode":602}"#;
    let (client, _) = state(move |_, _| says(words)).await;
    let Reply::Refused(refusal) = send(&client).await else { panic!() };
    assert_eq!(refusal.text, "No such thing for •••••• with ••••••.");
}

#[actix_web::test]
async fn an_answer_keeps_neither_a_session_nor_a_patient() {
    let words = r#"{"success":1,"transactionid":7,"sessionid":"session 1","patient":{"last_name":"Lindqvist"},"barcode_id":"6853296789574115"}"#;
    let (client, _) = state(move |_, _| says(words)).await;
    let Reply::Accepted(answer) = send(&client).await else { panic!() };
    let kept = answer.kept();
    assert!(!kept.contains("session 1") && !kept.contains("Lindqvist") && kept.contains("6853296789574115"), "{kept}");
    assert_eq!(answer.receipt::<OneBarcode>(FilingId::new()).unwrap().answer().0.as_str(), "6853296789574115");
}
