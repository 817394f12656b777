//! A browser for a shop that dies: every answer may be missing, and then a person waits, and sometimes presses the button again.

use super::chance::Chance;
use lotbook::demo::PASSWORD;
use scraper::{ElementRef, Html, Selector};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Where the app's processes listen; none while one is down.
#[derive(Clone, Default)]
pub struct Doors(Arc<Mutex<Vec<Option<String>>>>);

impl Doors {
    pub fn set(&self, place: usize, url: Option<String>) {
        let mut doors = self.0.lock().unwrap();
        if doors.len() <= place {
            doors.resize(place + 1, None);
        }
        doors[place] = url;
    }

    fn open(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().flatten().cloned().collect()
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub struct Lost(pub String);

/// What came of an act, as the person sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Done,
    /// The state has not answered yet.
    Waiting,
    /// Words instead.
    Refused,
    /// There was nothing to do it to.
    Nothing,
    /// The browser got no answer.
    Lost,
}

/// One person at one browser.
pub struct Person {
    pub login: String,
    /// What this person is at, for what is printed.
    pub doing: &'static str,
    pub chance: Chance,
    http: reqwest::Client,
    doors: Doors,
    /// Faults of the program itself (500), with their page.
    pub broken: Vec<String>,
    /// A sample of what refusals said.
    pub words: Vec<String>,
}

/// A page as it came.
pub struct Page {
    pub path: String,
    pub body: String,
}

/// A form with what stands in it.
#[derive(Clone)]
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
    /// The page it stands in.
    page: String,
}

struct Answer {
    status: u16,
    to: Option<String>,
    body: String,
}

impl Person {
    pub fn new(login: &str, doors: Doors, chance: Chance) -> Self {
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(Duration::from_secs(20))
            .build()
            .unwrap();
        Self { login: login.to_owned(), doing: "", chance, http, doors, broken: Vec::new(), words: Vec::new() }
    }

    pub async fn sign_in(&mut self) -> Result<(), Lost> {
        let page = self.get("/sign-in").await?;
        let form = page.form("/sign-in", "").ok_or_else(|| Lost("no form to sign in".into()))?;
        let answer = self.post(&form.set("login_id", &self.login).set("password", PASSWORD)).await?;
        if answer.to.as_deref() == Some("/") { Ok(()) } else { Err(Lost(format!("the sign-in went to {:?}", answer.to))) }
    }

    /// A page, over its redirects. Signed out: signs in first.
    pub async fn get(&mut self, path: &str) -> Result<Page, Lost> {
        let mut path = path.to_owned();
        for _ in 0..4 {
            let url = format!("{}{path}", self.door().await?);
            let answer = self.ask(self.http.get(url), &path).await?;
            match answer.to {
                None => return Ok(Page { path, body: answer.body }),
                Some(to) if to.starts_with("/sign-in") && path != "/sign-in" => Box::pin(self.sign_in()).await?,
                Some(to) => path = to,
            }
        }
        Err(Lost("a page leads nowhere".into()))
    }

    /// Sends a form. Without an answer a person sometimes presses again; some press twice at once.
    pub async fn submit(&mut self, form: &Form, good: &str) -> Result<Outcome, Lost> {
        let twice = self.chance.percent(4);
        let heard = if twice { self.post_twice(form).await } else { self.post(form).await };
        let answer = match heard {
            Err(_) if self.chance.percent(60) => {
                tokio::time::sleep(self.chance.millis(100, 1500)).await;
                self.post(form).await?
            }
            heard => heard?,
        };
        Ok(match answer.to.as_deref() {
            Some(to) if to.starts_with("/filings/") => Outcome::Waiting,
            // Back at the form: with words, unless that is where it always leads.
            Some(to) if to.starts_with(good) && (to != form.page || good == form.page) => Outcome::Done,
            _ => {
                self.note_words(answer).await?;
                Outcome::Refused
            }
        })
    }

    /// Some refusals are read, to be printed: a fire in which all say the same burns nothing.
    async fn note_words(&mut self, answer: Answer) -> Result<(), Lost> {
        if !self.chance.percent(15) {
            return Ok(());
        }
        let page = match &answer.to {
            Some(to) => self.get(to).await?,
            None => Page { path: String::new(), body: answer.body },
        };
        let doing = self.doing;
        self.words.extend(page.problem().map(|words| format!("{doing}: {words}")));
        Ok(())
    }

    /// Sends a form and shows what comes back as a page; `None` when it leads elsewhere.
    pub async fn submit_for_page(&mut self, form: &Form) -> Result<Option<Page>, Lost> {
        let answer = self.post(form).await?;
        Ok(answer.to.is_none().then(|| Page { path: form.action.clone(), body: answer.body }))
    }

    async fn post_twice(&mut self, form: &Form) -> Result<Answer, Lost> {
        let (one, other) = (self.request(form).await?, self.request(form).await?);
        let (one, other) = tokio::join!(one.send(), other.send());
        drop(other);
        self.read(one, &form.action).await
    }

    async fn post(&mut self, form: &Form) -> Result<Answer, Lost> {
        let request = self.request(form).await?;
        self.ask(request, &form.action).await
    }

    async fn request(&mut self, form: &Form) -> Result<reqwest::RequestBuilder, Lost> {
        let door = self.door().await?;
        let request = self.http.post(format!("{door}{}", form.action)).header("Sec-Fetch-Site", "same-origin");
        Ok(request.header("Referer", format!("{door}{}", form.page)).form(&form.fields))
    }

    async fn ask(&mut self, request: reqwest::RequestBuilder, path: &str) -> Result<Answer, Lost> {
        let heard = request.send().await;
        self.read(heard, path).await
    }

    async fn read(&mut self, heard: reqwest::Result<reqwest::Response>, path: &str) -> Result<Answer, Lost> {
        let response = heard.map_err(|error| Lost(kind_of(&error).into()))?;
        let status = response.status().as_u16();
        let to = response.headers().get("location").and_then(|to| to.to_str().ok()).map(str::to_owned);
        let body = response.text().await.map_err(|error| Lost(kind_of(&error).into()))?;
        let answer = Answer { status, to, body };
        if answer.status == 500 {
            let page = Page { path: path.to_owned(), body: answer.body };
            self.broken.push(format!("{} {path}: {}", self.login, page.text()));
            return Err(Lost("the program had a fault".into()));
        }
        Ok(answer)
    }

    /// One of the open doors; a person waits a little when all are closed.
    async fn door(&mut self) -> Result<String, Lost> {
        for _ in 0..40 {
            let open = self.doors.open();
            if let Some(door) = self.chance.pick(&open) {
                return Ok(door.clone());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(Lost("closed".into()))
    }
}

impl Page {
    pub fn text(&self) -> String {
        let page = Html::parse_document(&self.body);
        let main = page.select(&selector("main")).next().unwrap_or_else(|| page.root_element());
        folded(main)
    }

    /// The words of what went wrong, with digits folded so that equal ones count together.
    fn problem(&self) -> Option<String> {
        let page = Html::parse_document(&self.body);
        let words = page.select(&selector("[role='alert']")).next().map(folded)?;
        Some(words.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).take(110).collect())
    }

    pub fn has(&self, css: &str) -> bool {
        Html::parse_document(&self.body).select(&selector(css)).next().is_some()
    }

    /// The first form whose address begins and ends so.
    pub fn form(&self, begins: &str, ends: &str) -> Option<Form> {
        let page = Html::parse_document(&self.body);
        let goes = |form: &ElementRef| form.value().attr("action").unwrap_or(&self.path).to_owned();
        let form = page.select(&selector("form")).find(|form| {
            let to = goes(form);
            form.value().attr("method") == Some("post") && to.starts_with(begins) && to.ends_with(ends)
        })?;
        Some(Form { action: goes(&form), fields: fields_of(form), page: self.path.clone() })
    }

    /// Where the links lead whose address begins and ends so.
    pub fn links(&self, begins: &str, ends: &str) -> Vec<String> {
        let page = Html::parse_document(&self.body);
        let links = selector("main a[href]");
        let all = page.select(&links).filter_map(|link| link.value().attr("href"));
        all.filter(|to| to.starts_with(begins) && to.len() > begins.len() && to.ends_with(ends)).map(str::to_owned).collect()
    }

    /// The numbers of packages that stand in the section with this heading.
    pub fn codes(&self, heading: &str) -> Vec<String> {
        let section = self.body.split(&format!("id=\"{heading}\"")).nth(1).and_then(|rest| rest.split("</section>").next());
        copied(section.unwrap_or_default()).collect()
    }

    /// The number of the package whose page this is.
    pub fn code(&self) -> Option<String> {
        copied(self.body.split("<h1").nth(1)?).next()
    }

    /// Where those links lead that are called so at the beginning.
    pub fn links_called(&self, words: &str) -> Vec<String> {
        let page = Html::parse_document(&self.body);
        let links = selector("main a[href]");
        let all = page.select(&links).filter(|link| folded(*link).starts_with(words));
        all.filter_map(|link| link.value().attr("href")).map(str::to_owned).collect()
    }

    /// The links of those rows of a list in which none of these words stands.
    pub fn rows_without(&self, words: &[&str], begins: &str) -> Vec<String> {
        let page = Html::parse_document(&self.body);
        let (rows, links) = (selector("main tbody tr"), selector("a[href]"));
        let open = page.select(&rows).filter(|row| !words.iter().any(|word| folded(*row).contains(word)));
        let to = open.filter_map(|row| row.select(&links).next()?.value().attr("href"));
        to.filter(|to| to.starts_with(begins)).map(str::to_owned).collect()
    }

    /// What a list lets one choose: value and words.
    pub fn options(&self, name: &str) -> Vec<(String, String)> {
        let page = Html::parse_document(&self.body);
        let options = selector(&format!("select[name='{name}'] option[value]"));
        let all =
            page.select(&options).map(|option| (option.value().attr("value").unwrap_or_default().to_owned(), folded(option)));
        all.filter(|(value, _)| !value.is_empty()).collect()
    }
}

impl Form {
    pub fn set(&self, name: &str, value: &str) -> Self {
        let mut form = self.clone();
        form.fields.retain(|(field, _)| field != name);
        form.fields.push((name.to_owned(), value.to_owned()));
        form
    }

    /// The same with another of its buttons.
    pub fn to(&self, action: &str) -> Self {
        Self { action: action.to_owned(), ..self.clone() }
    }

    /// The names of its fields that begin so.
    pub fn named(&self, begins: &str) -> Vec<String> {
        self.fields.iter().map(|(name, _)| name).filter(|name| name.starts_with(begins)).cloned().collect()
    }
}

/// What can be copied out of a part of a page: numbers of packages.
fn copied(part: &str) -> impl Iterator<Item = String> + '_ {
    part.split("data-copy=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default().to_owned())
}

fn kind_of(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "too slow"
    } else if error.is_connect() {
        "nobody there"
    } else {
        "broken off"
    }
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

fn folded(element: ElementRef) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn fields_of(form: ElementRef) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for field in form.select(&selector("input[name], select[name], textarea[name]")) {
        let attribute = |name: &str| field.value().attr(name);
        let name = attribute("name").unwrap_or_default().to_owned();
        match (field.value().name(), attribute("type").unwrap_or("text")) {
            ("input", "checkbox" | "radio" | "submit" | "button") => {}
            ("input", _) => fields.push((name, attribute("value").unwrap_or_default().to_owned())),
            ("textarea", _) => fields.push((name, field.text().collect())),
            _ => {
                let options: Vec<ElementRef> = field.select(&selector("option")).collect();
                let chosen = options.iter().find(|option| option.value().attr("selected").is_some()).or(options.first());
                fields.push((name, chosen.and_then(|option| option.value().attr("value")).unwrap_or_default().to_owned()));
            }
        }
    }
    fields
}
