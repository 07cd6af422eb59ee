//! The command that recognises speech.

use std::fmt;
use std::str::FromStr;

/// A program and its arguments, as an administrator of the machine wrote them. No shell reads them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecogniserCommand {
    /// The program: a path, or a name that is looked for in `PATH`.
    pub program: String,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// The command as it was written.
    written: String,
}

/// A text that is no command.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a command is a program and its arguments, with quotes closed: {0:?}")]
pub struct InvalidCommand(String);

impl FromStr for RecogniserCommand {
    type Err = InvalidCommand;

    /// Splits at white space, except within single or double quotes.
    fn from_str(written: &str) -> Result<Self, InvalidCommand> {
        let invalid = || InvalidCommand(written.to_owned());
        let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
        for letter in written.chars() {
            match (letter, quote) {
                ('\0', _) => return Err(invalid()),
                (letter, Some(open)) if letter == open => quote = None,
                ('"' | '\'', None) => {
                    quote = Some(letter);
                    word.get_or_insert_default();
                }
                (letter, None) if letter.is_whitespace() => words.extend(word.take()),
                (letter, _) => word.get_or_insert_default().push(letter),
            }
        }
        words.extend(word);
        if quote.is_some() {
            return Err(invalid());
        }
        let mut words = words.into_iter();
        let program = words.next().filter(|program| !program.is_empty()).ok_or_else(invalid)?;
        Ok(Self { program, arguments: words.collect(), written: written.to_owned() })
    }
}

impl fmt::Display for RecogniserCommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_and_quotes_keep_them_together() {
        let words = |written: &str| {
            let command: RecogniserCommand = written.parse().ok()?;
            Some([vec![command.program], command.arguments].concat().join("|"))
        };
        assert_eq!(words("python3 a.py --model tiny").as_deref(), Some("python3|a.py|--model|tiny"));
        assert_eq!(words(r#"  '/a b/c' "d 'e'"f "" "#).as_deref(), Some("/a b/c|d 'e'f|"));
        for wrong in ["", "  ", "'a", "a \"b", "'' a", "a\0"] {
            assert_eq!(words(wrong), None, "{wrong}");
        }
    }
}
