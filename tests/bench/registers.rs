//! How many sales an hour's rush can be: prints, and asserts nothing about time (these machines are shared).
//!
//! `cargo bench --bench registers` starts the release binary with its own sandbox in a temporary folder, and lets a few budtenders sell
//! one package each again and again, by the same forms as a browser without script. All of it, and the load, share the machine.
//! `SALES` (1000) and `TILLS` (8) change the size; `LOTBOOK_BIN` names another binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark stops at the first surprise"
)]
#![allow(clippy::disallowed_methods, reason = "a benchmark is sized by its environment")]

use scraper::{Html, Selector};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PASSWORD: &str = "lotbook-demo";
const MANAGER: &str = "maria.manager@demo.example";

fn size(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// The program under load; ended when this is dropped.
struct Shop {
    child: Child,
    url: String,
    control: String,
    started_in: Duration,
}

impl Drop for Shop {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Shop {
    async fn start(data: &str) -> Self {
        let begun = Instant::now();
        let program = std::env::var("LOTBOOK_BIN").unwrap_or_else(|_| env!("CARGO_BIN_EXE_lotbook").to_owned());
        let mut command = Command::new(program);
        command.env("LOTBOOK_BIND", "127.0.0.1:0").env("LOTBOOK_DATA", data).env("LOTBOOK_SANDBOX_CONTROL", "1");
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = lines.next().unwrap().unwrap().strip_prefix("listening on ").unwrap().to_owned();
        let sandbox = lines.next().unwrap().unwrap();
        let control = sandbox.strip_prefix("sandbox on ").unwrap().replace("/serverjson.asp", "/control");
        std::thread::spawn(move || lines.for_each(drop));
        reqwest::Client::builder().no_proxy().build().unwrap().get(format!("{url}/sign-in")).send().await.unwrap();
        Self { child, url, control, started_in: begun.elapsed() }
    }

    async fn control(&self, path: &str, body: Value) -> Value {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let response = client.post(format!("{}/{path}", self.control)).json(&body).send().await.unwrap();
        serde_json::from_str(&response.text().await.unwrap()).unwrap_or(Value::Null)
    }

    /// Resident memory in MiB, as the kernel tells it.
    fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    }
}

/// One person at one browser.
struct Clerk {
    client: reqwest::Client,
    url: String,
}

impl Clerk {
    async fn signed_in(shop: &Shop, login: &str) -> Self {
        let client = reqwest::Client::builder()
            .cookie_store(true)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .pool_idle_timeout(Duration::from_secs(60))
            .build()
            .unwrap();
        let clerk = Self { client, url: shop.url.clone() };
        assert_eq!(clerk.post("/sign-in", &[("login_id", login), ("password", PASSWORD)]).await, "/");
        clerk
    }

    async fn get(&self, path: &str) -> String {
        self.client.get(format!("{}{path}", self.url)).send().await.unwrap().text().await.unwrap()
    }

    /// Sends fields; where it leads.
    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let request = self.client.post(format!("{}{path}", self.url)).header("Sec-Fetch-Site", "same-origin");
        let response = request.form(fields).send().await.unwrap();
        let to = response.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
        let status = response.status();
        to.unwrap_or_else(|| panic!("POST {path}: {status}"))
    }

    /// Sends a form of a page as it stands, with these added.
    async fn send(&self, page: &str, begins: &str, ends: &str, more: &[(&str, &str)]) -> reqwest::Response {
        let (action, mut fields) = form(page, begins, ends);
        for (name, value) in more {
            fields.retain(|(field, _)| field != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        let request = self.client.post(format!("{}{action}", self.url)).header("Sec-Fetch-Site", "same-origin");
        request.form(&fields).send().await.unwrap()
    }
}

fn form(page: &str, begins: &str, ends: &str) -> (String, Vec<(String, String)>) {
    let page = Html::parse_document(page);
    let (forms, inputs) = (Selector::parse("form").unwrap(), Selector::parse("input[name], select[name]").unwrap());
    let option = Selector::parse("option[selected]").unwrap();
    let form = page
        .select(&forms)
        .find(|form| form.value().attr("action").is_some_and(|to| to.starts_with(begins) && to.ends_with(ends)))
        .unwrap_or_else(|| panic!("no form to {begins}…{ends}"));
    let fields =
        form.select(&inputs).filter(|field| !matches!(field.value().attr("type"), Some("checkbox" | "radio"))).map(|field| {
            let chosen = field.select(&option).next().and_then(|chosen| chosen.value().attr("value"));
            let value = field.value().attr("value").or(chosen).unwrap_or_default();
            (field.value().attr("name").unwrap().to_owned(), value.to_owned())
        });
    (form.value().attr("action").unwrap().to_owned(), fields.collect())
}

/// Packages enough on the sales floor, received by the pages.
async fn stock(shop: &Shop, packages: usize, each: usize) -> Vec<String> {
    let item = json!({ "name": "Blue Dream 3.5 g", "inventorytype": 28, "strain": "Blue Dream", "quantity": each.to_string(),
                       "usable_weight": "3.5", "med_usableweight": "0.001", "result": 1 });
    let made = shop.control("shipments", json!({ "items": vec![item; packages] })).await;
    let manifest = made["manifest_id"].as_str().unwrap();
    let manager = Clerk::signed_in(shop, MANAGER).await;
    manager.send(&manager.get("/receiving").await, "/receiving/pulls", "", &[]).await;
    manager.send(&manager.get(&format!("/receiving/{manifest}")).await, "/receiving/", "/arrivals", &[]).await;
    let page = manager.get(&format!("/receiving/{manifest}")).await;
    let confirm = manager.send(&page, "/receiving/", "/drafts", &[("all", "accept")]).await.text().await.unwrap();
    manager.send(&confirm, "/receiving/", "/receipts", &[]).await;
    made["barcodes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect()
}

/// One visit: patient, scan, cash. The time of the last step, from the button to the state's answer.
async fn sell(clerk: &Clerk, card: &str, barcode: &str) -> Duration {
    clerk.send(&clerk.get("/register").await, "/register/carts", "", &[("card_id", card)]).await;
    clerk.send(&clerk.get("/register").await, "/register/carts/", "/lines", &[("code", barcode)]).await;
    let tender = clerk.get("/register/tender").await;
    let begun = Instant::now();
    let answer = clerk.send(&tender, "/register/carts/", "/sales", &[("id_checked", "on")]).await;
    let took = begun.elapsed();
    let to = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
    assert!(to.starts_with("/sales/"), "a sale went to {to:?}");
    took
}

async fn till(shop: &Shop, number: usize, sales: usize, barcodes: &[String]) -> Vec<Duration> {
    let clerk = Clerk::signed_in(shop, &login(number)).await;
    let mut took = Vec::new();
    for sale in 0..sales {
        let card = format!("P8{number:03}{:03}", sale % 100);
        took.push(sell(&clerk, &card, &barcodes[sale % barcodes.len()]).await);
    }
    took
}

fn login(number: usize) -> String {
    format!("till.{number}@demo.example")
}

/// A budtender and a hundred patients for each till. The person is added by the admin's own page.
async fn people(shop: &Shop, tills: usize) {
    let admin = Clerk::signed_in(shop, "alex.admin@demo.example").await;
    for number in 0..tills {
        let login = login(number);
        shop.control("staff", json!({ "email": login, "name": login, "role": "dispenser", "status": "active" })).await;
        let fields = [
            ("name", login.as_str()),
            ("login_id", &login),
            ("email", &login),
            ("mmur_email", &login),
            ("role", "budtender"),
            ("password", PASSWORD),
        ];
        admin.send(&admin.get("/users/new").await, "/users", "", &fields).await;
        for patient in 0..100 {
            let (card, today) = (format!("P8{number:03}{patient:03}"), chrono::Utc::now().date_naive());
            let day = |days| (today + chrono::TimeDelta::days(days)).to_string();
            shop.control("patients", json!({
                "card_id": card, "card_key": format!("key-{card}"), "first_name": "Bench", "last_name": "Patient", "birth_date": "1980-01-01",
                "status": "active", "card_expires_on": day(200), "certification_expires_on": day(100), "caregivers": [], "exceptions": [], "history": [],
                "orders": [{ "order_id": format!("O-{card}"), "order_type": "smoking", "route": "smoking", "physician": "Dr. Bench", "starts_on": day(-1),
                             "ends_on": day(30), "certification_id": "C", "unit": "oz", "daily": "0", "ordered": "2.500", "dispensed": "0", "held": "0",
                             "dispensable_now": "2.500", "device": 0 }],
            })).await;
        }
    }
}

/// All tills of the bench share the demonstration's one drawer.
async fn open_drawer(shop: &Shop) {
    let clerk = Clerk::signed_in(shop, &login(0)).await;
    let page = clerk.get("/register").await;
    let way =
        page.split('"').find(|part| part.starts_with("/drawers/registers/")).expect("the page leads to the drawer").to_owned();
    clerk.send(&clerk.get(&way).await, "/drawers/registers/", "/openings", &[("opening", "100")]).await;
}

fn percentile(sorted: &[Duration], of: usize) -> Duration {
    sorted[(sorted.len() * of / 100).min(sorted.len() - 1)]
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (sales, tills) = (size("SALES", 1000), size("TILLS", 8));
        let folder = tempfile::tempdir().unwrap();
        let shop = Shop::start(folder.path().to_str().unwrap()).await;
        println!("start to first page: {} ms (first start: migrations, sandbox and demonstration world)", shop.started_in.as_millis());
        println!("resident at start: {} MiB", shop.resident());
        people(&shop, tills).await;
        open_drawer(&shop).await;
        let barcodes = stock(&shop, tills, sales).await;
        let begun = Instant::now();
        let all = futures(&shop, tills, sales, &barcodes).await;
        let spent = begun.elapsed();
        let mut took = all;
        took.sort();
        println!("{} sales at {tills} tills in {:.1} s: {} visits a second (three pages, three forms, two registry reads and one filing each)",
            took.len(), spent.as_secs_f64(), took.len() as u128 * 1000 / spent.as_millis());
        println!("from “Sell and report” to the state's answer: p50 {} ms, p99 {} ms", percentile(&took, 50).as_millis(), percentile(&took, 99).as_millis());
        println!("resident after {} sales: {} MiB", took.len(), shop.resident());
    });
}

async fn futures(shop: &Shop, tills: usize, sales: usize, barcodes: &[String]) -> Vec<Duration> {
    let mut all = Vec::new();
    let each = sales / tills;
    let selling: Vec<_> = (0..tills).map(|number| till(shop, number, each, &barcodes[number..=number])).collect();
    for took in join_all(selling).await {
        all.extend(took);
    }
    all
}

/// Runs all at once on this thread; the load is bounded by the number of tills.
async fn join_all<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut pinned: Vec<_> = futures.into_iter().map(Box::pin).collect();
    let mut results: Vec<Option<F::Output>> = pinned.iter().map(|_| None).collect();
    std::future::poll_fn(move |context| {
        for (future, result) in pinned.iter_mut().zip(results.iter_mut()) {
            if result.is_none()
                && let std::task::Poll::Ready(output) = future.as_mut().poll(context)
            {
                *result = Some(output);
            }
        }
        if results.iter().all(Option::is_some) {
            std::task::Poll::Ready(results.iter_mut().map(|result| result.take().unwrap()).collect())
        } else {
            std::task::Poll::Pending
        }
    })
    .await
}
