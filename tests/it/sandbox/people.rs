//! The logins of the API: who keeps them, what each may do, and what plants are to anyone but a grower.

use super::caller::{SHOP, State, text};
use lotbook::sandbox::profile::Profile;
use serde_json::{Value, json};

const CARL: &str = "carl@demo.example";
const PASSWORD: &str = "Str0ng!pw";

impl State {
    async fn add_user(&self, more: Value) -> Value {
        let mut user = json!({"new_username": CARL, "new_password": PASSWORD});
        user.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.accepted("user_add", user).await
    }

    /// Goes on as another user; the session it had.
    async fn become_carl(&mut self) -> String {
        let session = text(&self.login(CARL, PASSWORD, json!({})).await["sessionid"]);
        std::mem::replace(&mut self.session, session)
    }

    async fn actions(&self) -> Vec<Value> {
        let about: Value = self.http.get(self.url("/control")).send().await.unwrap().json().await.unwrap();
        about["actions"].as_array().unwrap().clone()
    }
}

fn lacks(action: &str) -> (i64, String) {
    (62, format!("The current session does not possess access to the {action} privilege."))
}

#[actix_web::test]
async fn a_user_may_do_what_was_granted_and_nothing_else() {
    let mut state = State::start().await;
    let added =
        state.add_user(json!({"new_admin": 0, "new_permissions": {"sync_vehicle": 1, "sync_sale": "1", "sync_employee": 0}}));
    assert!(added.await["transactionid"].is_i64());
    let admin = state.become_carl().await;
    state.accepted("sync_vehicle", json!({})).await;
    state.accepted("sync_sale", json!({})).await;
    assert_eq!(state.refused("sync_employee", json!({})).await, lacks("sync_employee"));
    assert_eq!(state.refused("inventory_move", json!({})).await, lacks("inventory_move"));
    let carl = std::mem::replace(&mut state.session, admin);
    let changed =
        json!({"new_username": CARL, "new_permissions": {"sync_employee": "1", "sync_sale": "0", "of_another_state": 1}});
    state.accepted("user_modify", changed).await;
    state.session = carl;
    state.accepted("sync_employee", json!({})).await;
    state.accepted("sync_vehicle", json!({})).await;
    assert_eq!(state.refused("sync_sale", json!({})).await, lacks("sync_sale"));
}

#[actix_web::test]
async fn every_action_of_the_table_is_a_privilege() {
    let mut state = State::start().await;
    state.add_user(json!({})).await;
    state.become_carl().await;
    let before = state.books().await;
    for action in state.actions().await {
        let name = text(&action["name"]);
        let answer = state.ask(&name, json!({})).await;
        let refusal = (answer["errorcode"].as_i64().unwrap_or(0), text(&answer["error"]));
        if name == "nonce_replay" {
            assert_eq!(refusal.0, 602, "it needs no privilege, only a nonce");
        } else {
            assert_eq!(refusal, lacks(&name));
        }
    }
    assert_eq!(state.books().await, before);
}

#[actix_web::test]
async fn only_an_administrator_keeps_the_users() {
    let mut state = State::start().await;
    state.add_user(json!({"new_permissions": {"user_add": 1, "user_modify": 1, "user_remove": 1}})).await;
    let admin = state.become_carl().await;
    let other = json!({"new_username": "dora@demo.example", "new_password": PASSWORD});
    for action in ["user_add", "user_modify", "user_remove"] {
        assert_eq!(state.refused(action, other.clone()).await, lacks(action));
    }
    let carl = std::mem::replace(&mut state.session, admin);
    state.accepted("user_modify", json!({"new_username": CARL, "new_admin": "1"})).await;
    state.session = carl;
    state.accepted("user_add", other).await;
    assert_eq!(state.login(CARL, PASSWORD, json!({})).await["admin"], 1);
    state.accepted("user_add", json!({"new_username": "all@demo.example", "new_password": PASSWORD, "new_admin": 1})).await;
    state.session = text(&state.login("all@demo.example", PASSWORD, json!({})).await["sessionid"]);
    state.accepted("sync_sale", json!({})).await;
    state.accepted("user_remove", json!({"new_username": "dora@demo.example"})).await;
}

#[actix_web::test]
async fn what_is_wrong_with_a_user_is_said_in_the_words_of_the_state() {
    let state = State::start().await;
    state.add_user(json!({})).await;
    let simple = "Your password was too simple. Please choose another password and try again.";
    let unknown = "The user you provided could not be found.";
    let cases = [
        ("user_add", json!({"new_username": "x"}), "Please supply a valid password."),
        ("user_add", json!({"new_username": "x", "new_password": ""}), "Please supply a valid password."),
        ("user_add", json!({"new_username": "x", "new_password": "short1"}), simple),
        ("user_add", json!({"new_username": "x", "new_password": "onlyletters"}), simple),
        ("user_add", json!({"new_username": "x", "new_password": 1234567890}), simple),
        ("user_add", json!({"new_username": CARL, "new_password": PASSWORD}), "A user with this name already exists."),
        ("user_modify", json!({"new_username": CARL, "new_password": "12345678"}), simple),
        ("user_modify", json!({"new_username": CARL}), "You did not provide any information to update."),
        ("user_modify", json!({"new_username": "x", "new_admin": 1}), unknown),
        ("user_remove", json!({"new_username": "x"}), unknown),
    ];
    for (action, body, words) in cases {
        assert_eq!(state.refused(action, body).await, (0, words.to_owned()), "{action}");
    }
    for permissions in [json!("all"), json!(["sync_sale"]), json!({"sync_sale": 2}), json!({"sync_sale": [1]})] {
        let body = json!({"new_username": "x", "new_password": PASSWORD, "new_permissions": permissions});
        assert_eq!(state.refused("user_add", body).await.0, 602);
    }
}

#[actix_web::test]
async fn a_removed_user_is_marked_and_its_sessions_end_for_good() {
    let mut state = State::start().await;
    state.add_user(json!({"new_permissions": {"sync_vehicle": 1}})).await;
    let admin = state.become_carl().await;
    let carl = std::mem::replace(&mut state.session, admin.clone());
    state.accepted("user_remove", json!({"new_username": CARL})).await;
    let books = state.books().await;
    let row = books["user"].as_array().unwrap().iter().find(|row| row["username"] == CARL).unwrap();
    assert_eq!(row["deleted"], 1);
    assert_eq!(state.login(CARL, PASSWORD, json!({})).await["error"], "Invalid username or password.");
    state.session.clone_from(&carl);
    assert_eq!(state.refused("sync_vehicle", json!({})).await, (63, "Your session has expired.".into()));
    state.session = admin;
    state.refused("user_modify", json!({"new_username": CARL, "new_admin": 1})).await;
    state.add_user(json!({"new_permissions": {"sync_vehicle": 1}})).await;
    state.session = carl;
    assert_eq!(state.refused("sync_vehicle", json!({})).await.0, 63, "another user of the same name");
    state.become_carl().await;
    state.accepted("sync_vehicle", json!({})).await;
}

#[actix_web::test]
async fn signing_in_can_be_taken_away_and_a_new_password_replaces_the_old() {
    let state = State::start().await;
    state.add_user(json!({"new_permissions": {"sync_vehicle": 1}})).await;
    state.accepted("user_modify", json!({"new_username": CARL, "new_password": "An0ther!pw"})).await;
    assert_eq!(state.login(CARL, PASSWORD, json!({})).await["success"], 0);
    assert_eq!(state.login(CARL, "An0ther!pw", json!({})).await["success"], 1);
    state.accepted("user_modify", json!({"new_username": CARL, "new_permissions": {"justauthenticate": 0}})).await;
    let answer = state.login(CARL, "An0ther!pw", json!({})).await;
    assert_eq!((answer["errorcode"].as_i64().unwrap(), text(&answer["error"])), lacks("justauthenticate"));
    let call = json!({"nosession": "1", "license_number": "600000100", "username": CARL, "password": "An0ther!pw"});
    assert_eq!(state.refused("sync_vehicle", call).await, lacks("justauthenticate"));
}

#[actix_web::test]
async fn plants_are_a_growers() {
    let state = State::start().await;
    let of_growers = |name: &str| name.starts_with("plant_");
    let names =
        state.actions().await.iter().map(|action| text(&action["name"])).filter(|name| of_growers(name)).collect::<Vec<_>>();
    assert_eq!(names.len(), 19, "{names:?}");
    for name in &names {
        assert_eq!(state.refused(name, json!({"id": 1, "name": "Tent", "location": SHOP})).await, lacks(name));
    }
    let grower = State::of(Profile { grower: true, ..Profile::generic() }).await;
    grower.accepted("plant_room_add", json!({"id": "1", "name": "Tent", "location": SHOP})).await;
    assert_eq!(grower.row("plant_room", "name", "Tent").await["roomid"], 1);
    grower.refused("plant_room_add", json!({"id": 1, "name": "Tent", "location": SHOP})).await;
    grower.accepted("plant_room_modify", json!({"id": 1, "name": "Tent 1", "location": SHOP})).await;
    grower.accepted("plant_room_remove", json!({"id": 1})).await;
    assert_eq!(grower.row("plant_room", "name", "Tent 1").await["deleted"], 1);
    assert_eq!(grower.refused("plant_room_add", json!({"name": "Tent", "location": SHOP})).await.0, 603);
    grower.accepted("plant_room_add", json!({"id": 2, "name": "Tent 2", "location": SHOP})).await;
    let seedling = |room: Value| json!({"location": SHOP, "room": room, "strain": "Blueberry", "quantity": 1});
    let no_room = (200, "You did not specify a valid room for the new plant(s).".to_owned());
    for room in [json!(null), json!(1), json!(9)] {
        assert_eq!(grower.refused("plant_new", seedling(room)).await, no_room);
    }
    for (action, ask) in [("plant_new", seedling(json!(2))), ("plant_move", json!({}))] {
        assert_eq!(grower.refused(action, ask).await.1, "Plants are not kept by this sandbox.");
    }
    for table in ["plant", "plant_derivative"] {
        assert_eq!(grower.accepted(&format!("sync_{table}"), json!({})).await[table], json!([]));
    }
}
