//! Writing XML, of which HTML is written as a kind.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// What has been written.
pub(super) struct Xml(Writer<Vec<u8>>);

/// Names and values.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// A part of a package.
    pub fn part() -> io::Result<Self> {
        let mut xml = Self::fragment();
        xml.0.write_event(Event::Decl(BytesDecl::new(
            "1.0",
            Some("UTF-8"),
            Some("yes"),
        )))?;
        Ok(xml)
    }

    /// A web page.
    pub fn page() -> io::Result<Self> {
        let mut xml = Self::fragment();
        xml.0.write_event(Event::DocType(BytesText::new("html")))?;
        Ok(xml)
    }

    fn fragment() -> Self {
        Self(Writer::new(Vec::new()))
    }

    /// Begins an element.
    pub fn open(&mut self, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.0.write_event(Event::Start(start))
    }

    /// Ends it.
    pub fn close(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element with nothing in it.
    pub fn leaf(&mut self, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.0.write_event(Event::Empty(start))
    }

    /// Text.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.0.write_event(Event::Text(BytesText::new(text)))
    }

    /// An element with text in it.
    pub fn words(&mut self, name: &str, attributes: Attributes<'_>, text: &str) -> io::Result<()> {
        self.open(name, attributes)?;
        self.text(text)?;
        self.close(name)
    }

    /// A line break in the file, for whoever reads it.
    pub fn line(&mut self) -> io::Result<()> {
        self.text("\n")
    }

    /// The bytes.
    pub fn finish(self) -> Vec<u8> {
        self.0.into_inner()
    }
}
