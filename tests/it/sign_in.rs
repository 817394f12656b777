//! Coming in: individual accounts, a lock after five wrong passwords, sessions that end when they should, headers that keep others out.

use crate::support::{ADMIN, BUDTENDER, MANAGER, shop};
use lotbook::demo::PASSWORD;

#[test]
fn an_unknown_login_and_a_wrong_password_get_the_same_words() {
    shop(async |shop| {
        let stranger = shop.stranger();
        let unknown = stranger.sign_in("nobody@demo.example", PASSWORD).await.follow().await;
        let wrong = stranger.sign_in(BUDTENDER, "not it").await.follow().await;
        for page in [&unknown, &wrong] {
            page.says("do not belong together");
            assert!(page.form("/sign-in").value("password").is_empty(), "a password is never kept");
        }
        assert_eq!(wrong.form("/sign-in").value("login_id"), BUDTENDER);
        // By case alone it is another Login ID.
        stranger.sign_in("Ben.Budtender@demo.example", PASSWORD).await.follow().await.says("do not belong together");
    });
}

#[test]
fn five_wrong_passwords_lock_the_account_even_for_the_right_one() {
    shop(async |shop| {
        let stranger = shop.stranger();
        for _ in 0..4 {
            stranger.sign_in(BUDTENDER, "not it").await.follow().await.says("do not belong together");
        }
        stranger.sign_in(BUDTENDER, "not it").await.follow().await.says("locked until");
        stranger.sign_in(BUDTENDER, PASSWORD).await.follow().await.says("locked until");
        // Nobody else is.
        shop.clerk(MANAGER).await;
    });
}

#[test]
fn guessing_in_parallel_gets_no_more_tries_than_one_after_the_other() {
    shop(async |shop| {
        let guesses: Vec<_> = (0..12)
            .map(|_| {
                let stranger = shop.stranger();
                tokio::spawn(async move { stranger.sign_in(BUDTENDER, "not it").await })
            })
            .collect();
        for guess in guesses {
            guess.await.unwrap().goes_to("/sign-in");
        }
        shop.stranger().sign_in(BUDTENDER, PASSWORD).await.follow().await.says("locked until");
    });
}

#[test]
fn whoever_was_sent_to_the_door_comes_back_to_the_page_and_nowhere_else() {
    shop(async |shop| {
        let clerk = shop.stranger();
        let door = clerk.ask("/inventory?zero_quantity=1").await.goes_to("/sign-in?next=");
        let form = clerk.get(&door).await.form("/sign-in").set("login_id", MANAGER).set("password", PASSWORD);
        assert_eq!(form.send().await.goes_to("/"), "/inventory?zero_quantity=1");
        for elsewhere in ["https://evil.example/", "//evil.example/", "/\\evil.example"] {
            let form = shop.stranger().get("/sign-in").await.form("/sign-in").set("next", elsewhere);
            assert_eq!(form.set("login_id", MANAGER).set("password", PASSWORD).send().await.goes_to("/"), "/", "{elsewhere}");
        }
    });
}

#[test]
fn signing_out_ends_the_session_at_the_server() {
    shop(async |shop| {
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let sign_in = client.post(shop.url("/sign-in")).header("Sec-Fetch-Site", "same-origin");
        let answer = sign_in.form(&[("login_id", ADMIN), ("password", PASSWORD)]).send().await.unwrap();
        let cookies: Vec<_> = answer.headers().get_all("set-cookie").iter().map(|one| one.to_str().unwrap().to_owned()).collect();
        for (cookie, word) in cookies.iter().flat_map(|cookie| ["HttpOnly", "SameSite=Lax", "Path=/"].map(|word| (cookie, word)))
        {
            assert!(cookie.contains(word), "{cookie}");
        }
        let cookie = cookies.iter().find(|cookie| cookie.starts_with("lotbook=")).unwrap();
        let session = cookie.split(';').next().unwrap().to_owned();
        let home = || client.get(shop.url("/")).header("Cookie", &session).send();
        assert_eq!(home().await.unwrap().status(), 200);
        let out = client.post(shop.url("/sign-out")).header("Cookie", &session).header("Sec-Fetch-Site", "same-origin");
        assert_eq!(out.send().await.unwrap().status(), 303);
        assert_eq!(home().await.unwrap().status(), 303, "an old cookie still opens the door");
    });
}

#[test]
fn every_page_carries_the_headers_that_keep_others_out() {
    shop(async |shop| {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        for path in ["/sign-in", "/nowhere", "/health"] {
            let answer = client.get(shop.url(path)).send().await.unwrap();
            let header =
                |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
            let policy = header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
            assert!(!policy.contains("unsafe"), "{policy}");
            assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        }
    });
}

#[test]
fn a_way_back_never_leads_to_another_site() {
    shop(async |shop| {
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let press = client.post(shop.url("/theme")).header("Sec-Fetch-Site", "same-origin");
        let press = press.header("Referer", shop.url("//evil.example/")).form(&[("theme", "dark")]);
        let to = press.send().await.unwrap().headers().get("location").unwrap().to_str().unwrap().to_owned();
        assert_eq!(to, "/");
    });
}

#[test]
fn a_try_with_a_login_id_of_nobody_is_in_the_log_without_what_may_be_a_password_and_an_hour_writes_only_so_many() {
    shop(async |shop| {
        let stranger = shop.stranger();
        for typed in ["maria.manger@demo.example", "my secret passw0rd", "pa@ssw0rd"] {
            stranger.sign_in(typed, "x").await;
        }
        let admin = shop.clerk(ADMIN).await;
        let log = admin.get("/events?object=unknown-login").await;
        log.says("Failed sign-in").says("Somebody unknown").says("maria.manger@demo.example");
        log.says("18 characters, not shown").says("9 characters, not shown").says_not("passw0rd").says_not("ssw0rd");
        for _ in 0..25 {
            stranger.sign_in("nobody", "x").await;
        }
        let log = admin.get("/events?object=unknown-login").await;
        assert_eq!(log.all("tbody#rows > tr").len(), 21);
        log.says("more of this hour are not written one by one");
        admin.get("/events").await.form("/events/checks").send().await.follow().await.says("Whole");
    });
}
