//! The pupils' list.

use crate::desk::Desk;

#[test]
fn an_export_is_imported_twice_and_changes_nothing_the_second_time() {
    let desk = Desk::new();
    let file = desk.write(
        "pupils.csv",
        "Forename,Surname,Year,Reg Group,DOB,SEN Status\n\
         Robin,Sample,Year 4,4S,03/09/2017,K\n\
         Sam,Invented,Year 5,5E,14/02/2017,N\n",
    );
    let first = desk.run(&["pupils", "import", &file]).code(0);
    assert_eq!(first.out.trim(), "2 added, 0 changed, 0 as before");
    let second = desk.run(&["pupils", "import", &file]).code(0);
    assert_eq!(second.out.trim(), "0 added, 0 changed, 2 as before");
    let changed = desk.write(
        "later.csv",
        "Name,Year\n\"Sample, Robin\",5\nBo Example,Teal\n",
    );
    let third = desk.run(&["pupils", "import", &changed]).code(1);
    assert!(
        third
            .out
            .starts_with("0 added, 1 changed, 0 as before, 1 not read (line 3: "),
        "{}",
        third.out
    );
    let pupils = desk.run(&["pupils", "list", "--json"]).code(0).json();
    assert_eq!(pupils.as_array().unwrap().len(), 2);
    assert!(
        desk.run(&["pupils", "list"])
            .code(0)
            .out
            .contains("Robin Sample  Year 5")
    );
    let none = desk.write("none.csv", "a,b\n1,2\n");
    desk.run(&["pupils", "import", &none]).code(1);
}
