//! Faults in lists and tables.

use crate::fault::Fault;
use crate::page::{Item, Kind, Page};
use crate::plant::Scene;
use crate::sections::has_evidence;

/// An item is left out, with what is nested in it.
pub(crate) fn drop_item(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let items = page.items();
    let mut found = Vec::new();
    for list in page.lists(&items).into_iter().filter(|list| list.len() > 1) {
        let extent = extent(&items, &list);
        for (position, &index) in list.iter().enumerate() {
            let item = &items[index];
            let mut lines = page.lines.clone();
            if position == 0 && item.is_numbered() {
                renumber(&mut lines, &items, &list[1..]);
            }
            let mut gone = item.lines.clone();
            if page.kinds.get(gone.end) == Some(&Kind::Blank) && position + 1 < list.len() {
                gone.end += 1;
            }
            let removed = gone.len();
            lines.drain(gone);
            let fault = Fault::at(item.lines.start, page.joined(&lines), &["list-items"]);
            // Among items of plain words any one may be the missing one.
            let plain = !has_evidence(&page.lines[item.lines.clone()]);
            let last = extent.end - removed.min(extent.len() - 1);
            found.push(if plain { fault.or_in(extent.start..last) } else { fault });
        }
    }
    found
}

/// A first number that differs is a fault of its own, so the next items move up.
fn renumber(lines: &mut [String], items: &[Item], following: &[usize]) {
    for (number, &index) in following.iter().enumerate() {
        let item = &items[index];
        let line = &mut lines[item.lines.start];
        *line = line.replacen(&item.marker, &format!("{}.", number + 1), 1);
    }
}

fn extent(items: &[Item], list: &[usize]) -> std::ops::Range<usize> {
    let last = *list.last().expect("lists are not empty");
    items[list[0]].lines.start..items[last].lines.end
}

/// An item that the source does not have stands in the translation.
pub(crate) fn add_item(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let [_, _, words] = scene.extra_words();
    let items = page.items();
    let mut found = Vec::new();
    for list in page.lists(&items).into_iter().filter(|list| list.len() > 1) {
        let extent = extent(&items, &list);
        for &index in &list[1..] {
            let item = &items[index];
            let at = item.lines.start;
            let line = format!("{}{} {words}", " ".repeat(item.indent), item.marker);
            let loose = page.kinds[at - 1] == Kind::Blank;
            let new = if loose { vec![line, String::new()] } else { vec![line] };
            let fault = Fault::at(at, page.inserted(at, &new), &["list-items"]);
            found.push(fault.or_in(extent.start..extent.end + new.len()));
        }
    }
    found
}

/// A bullet list becomes a numbered one.
pub(crate) fn number_list(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let items = page.items();
    let flat = |list: &Vec<usize>| {
        list.iter().all(|&index| {
            items[index].lines.len() == 1 && !items[index].is_numbered() && items[index].indent == 0
        })
    };
    let numbered = |list: Vec<usize>| {
        let mut lines = page.lines.clone();
        for (position, &index) in list.iter().enumerate() {
            let at = items[index].lines.start;
            lines[at] = format!("{}.{}", position + 1, &lines[at][1..]);
        }
        Fault::at(items[list[0]].lines.start, page.joined(&lines), &["list-kind"])
    };
    page.lists(&items).into_iter().filter(flat).map(numbered).collect()
}

/// The last nested item slips out to the level of its parent.
pub(crate) fn unnest_item(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let items = page.items();
    let mut found = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let parent = items[..index].iter().rev().find(|other| other.indent < item.indent);
        let Some(parent) = parent.filter(|other| other.lines.end >= item.lines.end) else {
            continue;
        };
        let siblings = items.iter().filter(|other| {
            other.indent == item.indent && parent.lines.contains(&other.lines.start)
        });
        let last = parent.lines.end == item.lines.end;
        if !last || siblings.count() < 2 || parent.is_numbered() != item.is_numbered() {
            continue;
        }
        let mut lines = page.lines.clone();
        for line in &mut lines[item.lines.clone()] {
            line.drain(..item.indent - parent.indent);
        }
        found.push(Fault::at(item.lines.start, page.joined(&lines), &["list-nesting"]));
    }
    found
}

/// A row of a table is left out.
pub(crate) fn drop_row(scene: &Scene) -> Vec<Fault> {
    let dropped = |row: usize| Fault::at(row, scene.page.without(row..row + 1), &["table-shape"]);
    body_rows(&scene.page).into_iter().map(dropped).collect()
}

/// The last cell of a row is left out.
pub(crate) fn drop_cell(scene: &Scene) -> Vec<Fault> {
    let shortened = |row: usize| {
        let line = without_last_cell(&scene.page.lines[row]);
        Fault::at(row, scene.page.with_line(row, &line), &["table-shape"])
    };
    body_rows(&scene.page).into_iter().map(shortened).collect()
}

/// The last column of a table is left out.
pub(crate) fn drop_column(scene: &Scene) -> Vec<Fault> {
    let page = &scene.page;
    let mut found = Vec::new();
    for head in page.of_kind(&[Kind::Row]).filter(|&row| page.kinds[row - 1] != Kind::Row) {
        let mut lines = page.lines.clone();
        let table = page.kinds[head..].iter().take_while(|kind| **kind == Kind::Row).count();
        for line in &mut lines[head..head + table] {
            *line = without_last_cell(line);
        }
        found.push(Fault::at(head, page.joined(&lines), &["table-shape"]));
    }
    found
}

fn without_last_cell(row: &str) -> String {
    let bare = row.trim_end().trim_end_matches('|');
    let cut = bare.rfind('|').expect("a row has cells");
    bare[..=cut].to_owned()
}

fn body_rows(page: &Page) -> Vec<usize> {
    let above =
        |row: usize| page.kinds[..row].iter().rev().take_while(|k| **k == Kind::Row).count();
    page.of_kind(&[Kind::Row]).filter(|&row| above(row) >= 2).collect()
}
