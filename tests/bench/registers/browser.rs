//! A browser as far as the load needs one: it keeps cookies and connections, sends the forms of a page as they stand, and reads no more
//! of a page than its forms, because what it costs is taken from what it measures.

use std::time::Duration;

const PASSWORD: &str = lotbook::demo::PASSWORD;

/// One person at one browser.
pub struct Browser {
    client: reqwest::Client,
    url: String,
}

/// What a request came to: where it leads, and what it shows.
pub struct Shown {
    pub status: u16,
    pub to: String,
    pub page: String,
}

impl Shown {
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.page);
        self
    }

    pub fn goes_to(&self, begins: &str) {
        assert!(self.to.starts_with(begins), "{} {:?} instead of {begins}: {}", self.status, self.to, self.page);
    }
}

impl Browser {
    pub fn new(url: &str) -> Self {
        let client = reqwest::Client::builder()
            .cookie_store(true)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(30))
            .build();
        Self { client: client.unwrap(), url: url.to_owned() }
    }

    pub async fn signed_in(url: &str, login: &str) -> Self {
        let browser = Self::new(url);
        let page = browser.get("/sign-in").await.page;
        browser.submit(&page, ("/sign-in", ""), &[("login_id", login), ("password", PASSWORD)]).await.goes_to("/");
        browser
    }

    /// The program was started again, on another port; its sessions are in the database.
    pub fn moved(&mut self, url: &str) {
        url.clone_into(&mut self.url);
    }

    pub async fn get(&self, path: &str) -> Shown {
        shown(self.client.get(format!("{}{path}", self.url)).send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, fields: &[(String, String)], target: Option<&str>) -> Shown {
        let mut request = self.client.post(format!("{}{path}", self.url)).header("Sec-Fetch-Site", "same-origin");
        if let Some(target) = target {
            request = request.header("HX-Request", "true").header("HX-Target", target);
        }
        shown(request.form(fields).send().await.unwrap()).await
    }

    /// Sends a form of a page as it stands, with these added.
    pub async fn submit(&self, page: &str, form: (&str, &str), more: &[(&str, &str)]) -> Shown {
        let (action, fields) = filled(page, form, more);
        self.post(&action, &fields, None).await
    }
}

async fn shown(response: reqwest::Response) -> Shown {
    let to = response.headers().get("location").map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
    Shown { status: response.status().as_u16(), to, page: response.text().await.unwrap() }
}

/// Where a form is sent and with what, its own fields and `more`. The form is the first whose action begins and ends so.
pub fn filled(page: &str, (begins, ends): (&str, &str), more: &[(&str, &str)]) -> (String, Vec<(String, String)>) {
    let is_it = |tag: &str| attribute(tag, "action").is_some_and(|to| to.starts_with(begins) && to.ends_with(ends));
    let mut forms = page.split("<form").skip(1);
    let form = forms.find(|form| is_it(tag(form))).unwrap_or_else(|| panic!("no form to {begins}…{ends} in {page}"));
    let inside = form.split("</form>").next().unwrap_or_default();
    let mut fields: Vec<(String, String)> = Vec::new();
    for input in inside.split("<input").skip(1).map(tag) {
        let Some(name) = attribute(input, "name") else { continue };
        if !matches!(attribute(input, "type"), Some("checkbox" | "radio" | "file")) {
            fields.push((name.to_owned(), attribute(input, "value").unwrap_or_default().to_owned()));
        }
    }
    for select in inside.split("<select").skip(1) {
        let Some(name) = attribute(tag(select), "name") else { continue };
        let options = select.split("</select>").next().unwrap_or_default();
        let mut options = options.split("<option").skip(1).map(tag);
        let said = |option: &&str| attribute(option, "value").is_some_and(|value| !value.is_empty());
        // With nothing chosen, a person would choose; the first will do.
        let chosen = options.clone().find(|option| option.contains(" selected")).filter(said).or_else(|| options.find(said));
        fields.push((name.to_owned(), chosen.and_then(|option| attribute(option, "value")).unwrap_or_default().to_owned()));
    }
    for (name, value) in more {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    (attribute(tag(form), "action").unwrap().to_owned(), fields)
}

fn tag(text: &str) -> &str {
    text.split('>').next().unwrap_or_default()
}

/// Our own pages put every value in double quotes.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let value = tag.split_once(&format!(" {name}=\""))?.1;
    value.split('"').next()
}
