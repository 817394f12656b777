//! What a database does for each hot page: it reads by an index, and never a growing table from one end to the other. The questions are
//! those that the program asked while the page was made, with their own values; the planner has some thousands of rows to think about.

use crate::support::crowd::{UPC, barcode, package};
use crate::support::{BUDTENDER, INVENTORY, MANAGER, Shop, shop};
use diesel::connection::{DebugQuery, Instrumentation, InstrumentationEvent, set_default_instrumentation};
use diesel::prelude::*;
use diesel::sql_types::Text;
use lotbook::db::{Conn, Url};
use std::collections::BTreeSet;
use std::sync::Mutex;

const PACKAGES: i64 = 6_000;
/// Rows of one growing table that one question may look at: a page is 50.
const MOST_ROWS: u64 = 1_500;

/// Tables that grow with the shop's age or size.
const GROWING: [&str; 17] = [
    "packages",
    "products",
    "search_words",
    "package_tags",
    "package_changes",
    "stock",
    "moves",
    "holds",
    "filings",
    "filing_subjects",
    "sales",
    "sale_lines",
    "carts",
    "cart_lines",
    "registry_reads",
    "patients",
    "destructions",
];

/// Everything that any connection of this test program was asked: the database, and the question with its values.
static ASKED: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());

#[derive(Default)]
struct Recorder(String);

impl Instrumentation for Recorder {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => url.clone_into(&mut self.0),
            InstrumentationEvent::StartQuery { query, .. } => self.keep(query),
            _ => {}
        }
    }
}

impl Recorder {
    fn keep(&self, query: &dyn DebugQuery) {
        let said = query.to_string();
        if said.starts_with("SELECT") {
            ASKED.lock().unwrap().push((self.0.clone(), said));
        }
    }
}

fn record() {
    set_default_instrumentation(|| Some(Box::new(Recorder::default()))).unwrap();
}

/// What was asked of this shop's database since the last time.
fn asked(shop: &Shop) -> BTreeSet<String> {
    let name = match &shop.app().config.database {
        Url::Sqlite(path) => path.to_string_lossy().into_owned(),
        Url::Postgres(url) => url.clone(),
    };
    // Both tests take from it: what is not ours goes back before the other looks.
    let mut all = ASKED.lock().unwrap();
    let (ours, theirs): (Vec<_>, Vec<_>) = all.drain(..).partition(|(url, _)| *url == name);
    *all = theirs;
    ours.into_iter().map(|(_, sql)| sql).collect()
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct PlanLine {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}

/// The question with its own values in their places: a planner thinks of values, too.
fn with_values(asked: &str) -> String {
    let (sql, values) = asked.split_once(" -- binds: ").unwrap_or((asked, "[]"));
    let (mut sql, values) = (sql.to_owned(), split(values));
    for (number, value) in values.iter().enumerate().rev() {
        sql = sql.replace(&format!("${}", number + 1), value);
    }
    sql
}

/// A list as `Debug` writes it, its values as literals.
fn split(list: &str) -> Vec<String> {
    let list = list.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(list);
    let (mut all, mut current, mut quoted, mut depth) = (Vec::new(), String::new(), false, 0);
    let mut letters = list.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if quoted => current.extend(letters.next()),
            '"' => {
                quoted = !quoted;
                current.push('\'');
            }
            ',' if !quoted && depth == 0 && letters.peek() == Some(&' ') => all.push(std::mem::take(&mut current)),
            _ => {
                depth += i32::from(letter == '[' && !quoted) - i32::from(letter == ']' && !quoted);
                current.push(letter);
            }
        }
    }
    all.push(current);
    all.iter().map(|value| value.trim()).filter(|value| !value.is_empty()).map(literal).collect()
}

fn literal(value: &str) -> String {
    if value.starts_with('[') {
        let all = split(value);
        let kind = if all.iter().any(|one| one.starts_with('\'')) { "text" } else { "bigint" };
        return format!("(ARRAY[{}]::{kind}[])", all.join(", "));
    }
    // Wrapped, as in `Quantity(0)`.
    let inner = value.rsplit_once('(').map_or(value, |(_, inner)| inner.trim_end_matches(')'));
    // The 16 digits of a package are text.
    let is_number = inner.len() < 16 && inner.parse::<i64>().is_ok();
    let is_plain = inner.starts_with('\'') || matches!(inner, "true" | "false") || is_number;
    if is_plain { inner.to_owned() } else { format!("'{}'", in_the_database(inner)) }
}

/// A word of a list is kept in small letters: `SalesFloor` as `sales_floor`. Times stay as they are.
fn in_the_database(word: &str) -> String {
    if !word.chars().all(char::is_alphabetic) {
        return word.to_owned();
    }
    let parted: String = word.chars().flat_map(|letter| [letter.is_uppercase().then_some('_'), Some(letter)]).flatten().collect();
    parted.trim_start_matches('_').to_lowercase()
}

/// What is wrong with how the database answers this; nothing: it reads by an index.
async fn faults(shop: &Shop, asked: String) -> Vec<String> {
    shop.app()
        .read(move |conn| {
            Ok(match conn {
                // It plans without looking at values.
                Conn::Sqlite(_) => sqlite(conn, asked.split(" -- binds: ").next().unwrap_or_default()),
                Conn::Postgres(_) => postgres(conn, &with_values(&asked)),
            })
        })
        .await
        .unwrap()
}

fn sqlite(conn: &mut Conn, sql: &str) -> Vec<String> {
    let steps: Vec<Step> =
        diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(conn).unwrap_or_else(|error| panic!("{sql}: {error}"));
    let is_sorted = steps.iter().any(|step| step.detail.contains("TEMP B-TREE FOR ORDER BY"));
    let scans = |step: &&Step| {
        let table = step.detail.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
        // To gather by the order of the list is to read everything.
        let everything = ["packages_in_order", "packages_newest"].iter().any(|index| step.detail.contains(index))
            && !step.detail.contains(" AND id");
        table.is_some_and(|table| GROWING.contains(&table)) || (is_sorted && everything)
    };
    steps.iter().filter(scans).map(|step| format!("{}\n    {sql}", step.detail)).collect()
}

/// Of a handful of rows the planner would say that reading them all is cheapest: it may not.
fn postgres(conn: &mut Conn, sql: &str) -> Vec<String> {
    diesel::sql_query("SET enable_seqscan = off").execute(conn).unwrap();
    let plan = diesel::sql_query(format!("EXPLAIN (ANALYZE) {sql}")).load::<PlanLine>(conn);
    diesel::sql_query("SET enable_seqscan = on").execute(conn).unwrap();
    let plan = plan.unwrap_or_else(|error| panic!("{sql}: {error}"));
    let lines: Vec<&str> = plan.iter().map(|row| row.line.as_str()).collect();
    let mut faults = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let grows = GROWING.iter().any(|table| line.contains(&format!(" on {table} ")));
        let rows = looked_at(line, &lines[at + 1..]);
        let is_scan = line.contains("Seq Scan") && !line.contains("never executed");
        if grows && (is_scan || rows > MOST_ROWS) {
            faults.push(format!("{rows} rows: {}\n    {sql}", line.trim()));
        }
    }
    faults
}

/// Rows that a step of the plan read, those it threw away among them.
fn looked_at(line: &str, after: &[&str]) -> u64 {
    let number = |text: &str| text.split([' ', ')']).next().and_then(|digits| digits.parse::<u64>().ok());
    let of = |name: &str| line.rsplit_once(name).and_then(|(_, rest)| number(rest));
    let own = after.iter().take_while(|next| !next.contains("->"));
    let dropped: u64 = own.filter_map(|next| number(next.split_once("Removed by Filter: ")?.1.trim())).sum();
    (of("rows=").unwrap_or(0) + dropped) * of("loops=").unwrap_or(1)
}

async fn all_are_read_by_an_index(shop: &Shop, what: &str) {
    let mut wrong = Vec::new();
    let all = asked(shop);
    assert!(!all.is_empty(), "{what}: nothing was asked");
    for sql in all {
        wrong.extend(faults(shop, sql).await);
    }
    asked(shop);
    assert!(wrong.is_empty(), "{what}:\n{}", wrong.join("\n"));
}

#[test]
fn the_list_of_packages_reads_by_an_index_whatever_is_asked() {
    record();
    shop(async |shop| {
        shop.one_package().await;
        shop.crowded(PACKAGES).await;
        shop.looked_over().await;
        let clerk = shop.clerk(INVENTORY).await;
        let room = clerk.get("/inventory").await.options("room").remove(1);
        let older = package(PACKAGES / 2);
        asked(shop);
        for query in [
            "".to_owned(),
            format!("older={older}"),
            format!("newer={older}"),
            format!("room={room}"),
            "category=Flower".into(),
            "brand=Brand%207".into(),
            "brand=Brand%207&zero_quantity=1".into(),
            "vendor=Vendor%2033".into(),
            "lab=failed".into(),
            "status=scheduled".into(),
            "expiring=30".into(),
            "tag=new".into(),
            "zero_quantity=1".into(),
            format!("q={}", barcode(500)),
            format!("q={}", &barcode(500)[12..]),
            "q=1A4066500".into(),
            "q=SKU-321".into(),
            "q=product%20321".into(),
            "q=product".into(),
            "q=lot%20997".into(),
            "q=nowhere".into(),
            "q=product%20321&brand=Brand%201".into(),
        ] {
            clerk.get(&format!("/inventory?{query}")).await;
            all_are_read_by_an_index(shop, &query).await;
        }
        shop.deserted().await;
    });
}

#[test]
fn the_register_filings_and_sales_read_by_an_index() {
    record();
    shop(async |shop| {
        let package = shop.one_package().await;
        shop.crowded(PACKAGES).await;
        shop.looked_over().await;
        let clerk = shop.clerk(BUDTENDER).await;
        asked(shop);
        clerk.cart_for("P1000001").await;
        all_are_read_by_an_index(shop, "a cart is opened").await;
        clerk.scan(&package).await;
        all_are_read_by_an_index(shop, "a scan").await;
        clerk.sell().await.goes_to_the_sale();
        all_are_read_by_an_index(shop, "a sale").await;
        clerk.cart_for("P1000001").await;
        for code in [barcode(500).as_str(), "1A4066500", "SKU-321", "nowhere"] {
            clerk.scan(code).await;
            all_are_read_by_an_index(shop, "a scan").await;
        }
        let manager = shop.clerk(MANAGER).await;
        asked(shop);
        for path in ["/filings".to_owned(), "/filings?status=refused".into(), "/sales".into(), format!("/sales?q={package}")] {
            manager.get(&path).await;
            all_are_read_by_an_index(shop, &path).await;
        }
        shop.deserted().await;
    });
}

#[test]
fn a_scan_of_a_sku_asks_no_more_when_there_are_five_hundred_packages_of_it() {
    record();
    shop(async |shop| {
        shop.one_package().await;
        shop.crowded(PACKAGES).await;
        shop.gathered(500).await;
        shop.looked_over().await;
        let clerk = shop.clerk(BUDTENDER).await;
        clerk.cart_for("P1000001").await;
        for code in ["SKU-1", UPC] {
            asked(shop);
            clerk.scan(code).await.goes_to("/register");
            let (questions, before) = (asked(shop).len(), clerk.get("/register").await);
            before.says("Added: ").says("Product 1");
            assert!(questions < 150, "{code}: {questions} questions");
        }
        asked(shop);
        let page = clerk.get("/register").await;
        let others = page.link("other package");
        asked(shop);
        clerk.get(&others).await;
        let questions = asked(shop).len();
        assert!(questions < 60, "other packages: {questions} questions");
        shop.deserted().await;
    });
}
