//! A browser without a screen: follows links and sends forms as they stand in the page, so that a test also shows that the page has them.

use reqwest::redirect::Policy;
use scraper::{ElementRef, Html, Selector};
use std::time::Duration;

/// One person at one browser.
#[derive(Clone)]
pub struct Clerk {
    base: String,
    client: reqwest::Client,
}

/// What came back: a status, perhaps where to go, and a body.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub body: String,
    clerk: Clerk,
    path: String,
}

/// A page that was shown.
#[derive(Debug, Clone)]
pub struct Page {
    pub body: String,
    pub path: String,
    clerk: Clerk,
}

/// A form of a page, with what stands in it.
#[derive(Debug, Clone)]
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
    page: String,
    clerk: Clerk,
}

impl std::fmt::Debug for Clerk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clerk")
    }
}

impl Clerk {
    pub fn new(base: String) -> Self {
        let client = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(Policy::none())
            .no_proxy()
            .timeout(Duration::from_secs(60))
            .build()
            .unwrap();
        Self { base, client }
    }

    pub async fn sign_in(&self, login: &str, password: &str) -> Answer {
        let page = self.get("/sign-in").await;
        page.form("/sign-in").set("login_id", login).set("password", password).send().await
    }

    /// A page that is there.
    pub async fn get(&self, path: &str) -> Page {
        let answer = self.ask(path).await;
        assert_eq!(answer.status, 200, "GET {path} answered {} → {:?}\n{}", answer.status, answer.location, answer.text());
        Page { body: answer.body, path: path.to_owned(), clerk: self.clone() }
    }

    /// Whatever is there.
    pub async fn ask(&self, path: &str) -> Answer {
        let response = self.client.get(format!("{}{path}", self.base)).send().await.unwrap();
        self.answer(response, path).await
    }

    /// A stream: what is there already, the rest to be read bit by bit.
    pub async fn begins(&self, path: &str) -> reqwest::Response {
        self.client.get(format!("{}{path}", self.base)).send().await.unwrap()
    }

    /// Whether a stream begins; its body is not read.
    pub async fn begun(&self, path: &str) -> Answer {
        let response = self.begins(path).await;
        let is_stream =
            response.headers().get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
        if !is_stream {
            return self.answer(response, path).await;
        }
        Answer {
            status: response.status().as_u16(),
            location: None,
            body: String::new(),
            clerk: self.clone(),
            path: path.to_owned(),
        }
    }

    /// A form that need not stand in any page.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(path, path, fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(), &[]).await
    }

    /// As htmx sends it.
    pub async fn post_by_script(&self, path: &str, target: &str, fields: &[(String, String)]) -> Answer {
        self.send(path, path, fields.to_vec(), &[("HX-Request", "true"), ("HX-Target", target)]).await
    }

    /// A form with a file in it, as a browser sends one.
    pub async fn upload(&self, path: &str, from: &str, fields: &[(String, String)], file: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields.iter().filter(|(name, _)| name != "file") {
            body.extend(format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        let head =
            "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file.csv\"\r\nContent-Type: text/csv\r\n\r\n";
        body.extend([head.as_bytes(), file, b"\r\n--cut--\r\n"].concat());
        let request = self
            .client
            .post(format!("{}{path}", self.base))
            .header("Sec-Fetch-Site", "same-origin")
            .header("Referer", format!("{}{from}", self.base))
            .header("Content-Type", "multipart/form-data; boundary=cut")
            .body(body);
        let response = request.send().await.unwrap();
        self.answer(response, path).await
    }

    /// A form with a file, as a browser sends it.
    pub async fn post_file(&self, path: &str, from: &str, form_key: &str, field: &str, bytes: &[u8]) -> Answer {
        let mut body = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"form_key\"\r\n\r\n{form_key}\r\n--edge\r\n\
             Content-Disposition: form-data; name=\"{field}\"; filename=\"x.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        let request = self.client.post(format!("{}{path}", self.base)).header("Sec-Fetch-Site", "same-origin");
        let request = request.header("Referer", format!("{}{from}", self.base));
        let request = request.header("Content-Type", "multipart/form-data; boundary=edge").body(body);
        self.answer(request.send().await.unwrap(), path).await
    }

    async fn send(&self, path: &str, from: &str, fields: Vec<(String, String)>, headers: &[(&str, &str)]) -> Answer {
        let mut request = self
            .client
            .post(format!("{}{path}", self.base))
            .header("Sec-Fetch-Site", "same-origin")
            .header("Referer", format!("{}{from}", self.base))
            .form(&fields);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        self.answer(response, path).await
    }

    async fn answer(&self, response: reqwest::Response, path: &str) -> Answer {
        Answer {
            status: response.status().as_u16(),
            location: response.headers().get("location").map(|value| value.to_str().unwrap().to_owned()),
            body: response.text().await.unwrap(),
            clerk: self.clone(),
            path: path.to_owned(),
        }
    }
}

impl Answer {
    /// It went where it should: a prefix of the address, because ids follow.
    #[track_caller]
    pub fn goes_to(&self, prefix: &str) -> String {
        let location = self
            .location
            .clone()
            .unwrap_or_else(|| panic!("{} answered {} and goes nowhere\n{}", self.path, self.status, self.text()));
        assert!(location.starts_with(prefix), "{} goes to {location}, not to {prefix}", self.path);
        assert_eq!(self.status, 303);
        location
    }

    /// The page of the sale that was just made, as anybody comes to it later.
    #[track_caller]
    pub fn goes_to_the_sale(&self) -> String {
        self.goes_to("/sales/").split('?').next().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{} → {:?}\n{}", self.path, self.location, self.text());
        self
    }

    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.text().contains(words), "{} does not say “{words}”:\n{}", self.path, self.text());
        self
    }

    /// Whose browser it is.
    pub fn clerk(&self) -> &Clerk {
        &self.clerk
    }

    pub fn text(&self) -> String {
        text_of(&self.body)
    }

    /// What was shown in answer to a form, as a page: its forms can be sent.
    pub fn page(&self) -> Page {
        Page { body: self.body.clone(), path: self.path.clone(), clerk: self.clerk.clone() }
    }

    /// The page it leads to; what was wrong with a form stands there.
    pub async fn follow(&self) -> Page {
        let location = self.location.clone().unwrap_or_else(|| panic!("{} answered {}: {}", self.path, self.status, self.text()));
        self.clerk.get(&location).await
    }
}

impl Page {
    /// What a form was answered with, when that is a page itself.
    pub fn of(answer: &Answer) -> Self {
        Self { body: answer.body.clone(), path: answer.path.clone(), clerk: answer.clerk.clone() }
    }

    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.text().contains(words), "{} does not say “{words}”:\n{}", self.path, self.text());
        self
    }

    #[track_caller]
    pub fn says_not(&self, words: &str) -> &Self {
        assert!(!self.text().contains(words), "{} says “{words}”:\n{}", self.path, self.text());
        self
    }

    /// The words of the main part, blanks folded.
    pub fn text(&self) -> String {
        text_of(&self.body)
    }

    /// Whether any element fits.
    pub fn has(&self, css: &str) -> bool {
        Html::parse_document(&self.body).select(&selector(css)).next().is_some()
    }

    /// The text of every element that fits.
    pub fn all(&self, css: &str) -> Vec<String> {
        Html::parse_document(&self.body).select(&selector(css)).map(|element| folded(element)).collect()
    }

    /// An attribute of the first element that fits.
    #[track_caller]
    pub fn attribute(&self, css: &str, name: &str) -> String {
        let page = Html::parse_document(&self.body);
        let element =
            page.select(&selector(css)).next().unwrap_or_else(|| panic!("{} has no {css}:\n{}", self.path, self.text()));
        element.value().attr(name).unwrap_or_else(|| panic!("{css} has no {name}")).to_owned()
    }

    /// An attribute of every element that fits.
    pub fn all_attributes(&self, css: &str, name: &str) -> Vec<String> {
        let page = Html::parse_document(&self.body);
        page.select(&selector(css)).filter_map(|element| element.value().attr(name)).map(str::to_owned).collect()
    }

    /// The value of the choice with these words.
    #[track_caller]
    pub fn option_with(&self, select: &str, words: &str) -> String {
        let page = Html::parse_document(&self.body);
        let css = selector(&format!("select[name='{select}'] option[value]"));
        let found = page.select(&css).find(|option| folded(*option).contains(words));
        let option = found.unwrap_or_else(|| panic!("{select} has no choice “{words}”:\n{}", self.text()));
        option.value().attr("value").unwrap().to_owned()
    }

    /// What a list lets one choose.
    pub fn options(&self, select: &str) -> Vec<String> {
        let css = format!("select[name='{select}'] option[value]");
        let page = Html::parse_document(&self.body);
        page.select(&selector(&css))
            .filter_map(|option| option.value().attr("value"))
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// The message beside a field.
    #[track_caller]
    pub fn problem(&self, field: &str) -> String {
        let css = format!("[id='{field}-problem']");
        self.all(&css).into_iter().next().unwrap_or_else(|| panic!("no problem stands beside {field}:\n{}", self.text()))
    }

    /// The link with these words.
    #[track_caller]
    pub fn link(&self, words: &str) -> String {
        let page = Html::parse_document(&self.body);
        let found = page.select(&selector("a[href]")).find(|link| folded(*link).contains(words));
        let link = found.unwrap_or_else(|| panic!("{} has no link “{words}”:\n{}", self.path, self.text()));
        link.value().attr("href").unwrap().to_owned()
    }

    /// The form that goes to `action` (a prefix will do when only one has it).
    #[track_caller]
    pub fn form(&self, action: &str) -> Form {
        self.form_to(action, "")
    }

    /// The first form whose address begins and ends so.
    #[track_caller]
    pub fn form_to(&self, action: &str, end: &str) -> Form {
        let page = Html::parse_document(&self.body);
        let forms: Vec<ElementRef> = page.select(&selector("form")).collect();
        let goes = |form: &ElementRef| form.value().attr("action").unwrap_or(&self.path).to_owned();
        let form = forms
            .iter()
            .find(|form| end.is_empty() && goes(form) == action)
            .or_else(|| forms.iter().find(|form| goes(form).starts_with(action) && goes(form).ends_with(end)))
            .unwrap_or_else(|| {
                panic!(
                    "{} has no form to {action}; it has {:?}\n{}",
                    self.path,
                    forms.iter().map(goes).collect::<Vec<_>>(),
                    self.text()
                )
            });
        Form { action: goes(form), fields: fields_of(*form), page: self.path.clone(), clerk: self.clerk.clone() }
    }
}

impl Form {
    /// Types into a field that is there.
    #[track_caller]
    pub fn set(mut self, name: &str, value: &str) -> Self {
        assert!(
            self.fields.iter().any(|(field, _)| field == name) || self.has_box(name),
            "the form to {} has no field {name}; it has {:?}",
            self.action,
            self.fields.iter().map(|(field, _)| field).collect::<Vec<_>>()
        );
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A box or a button that sends nothing unless it is used.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self
    }

    fn has_box(&self, _: &str) -> bool {
        false
    }

    #[track_caller]
    pub fn value(&self, name: &str) -> String {
        let field = self.fields.iter().find(|(field, _)| field == name);
        field.unwrap_or_else(|| panic!("the form to {} has no field {name}", self.action)).1.clone()
    }

    pub async fn send(&self) -> Answer {
        self.clerk.send(&self.action, &self.page, self.fields.clone(), &[]).await
    }

    pub async fn send_by_script(&self, target: &str) -> Answer {
        self.clerk.send(&self.action, &self.page, self.fields.clone(), &[("HX-Request", "true"), ("HX-Target", target)]).await
    }
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

fn fields_of(form: ElementRef) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for field in form.select(&selector("input[name], select[name], textarea[name]")) {
        let name = field.value().attr("name").unwrap().to_owned();
        let attribute = |name: &str| field.value().attr(name);
        if attribute("disabled").is_some() {
            continue;
        }
        match (field.value().name(), attribute("type").unwrap_or("text")) {
            ("input", "checkbox" | "radio") => {
                if attribute("checked").is_some() {
                    fields.push((name, attribute("value").unwrap_or("on").to_owned()));
                }
            }
            ("input", "submit" | "button") => {}
            ("input", _) => fields.push((name, attribute("value").unwrap_or_default().to_owned())),
            ("textarea", _) => fields.push((name, field.text().collect())),
            _ => {
                let options: Vec<ElementRef> = field.select(&selector("option")).collect();
                let chosen = options.iter().find(|option| option.value().attr("selected").is_some()).or(options.first());
                let value = chosen.map(|option| option.value().attr("value").map_or_else(|| folded(*option), str::to_owned));
                fields.push((name, value.unwrap_or_default()));
            }
        }
    }
    fields
}

fn folded(element: ElementRef) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text_of(body: &str) -> String {
    let page = Html::parse_document(body);
    let main = page.select(&selector("main")).next().unwrap_or_else(|| page.root_element());
    folded(main)
}
