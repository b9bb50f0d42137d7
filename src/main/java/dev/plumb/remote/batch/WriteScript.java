package dev.plumb.remote.batch;

import dev.plumb.remote.Command;
import dev.plumb.remote.PlacementFunctions;
import dev.plumb.remote.Step;
import dev.plumb.value.Bytes;
import java.util.Optional;

/** A {@link Step.Write} as shell text. */
final class WriteScript {

  private WriteScript() {}

  /*
   * The content comes with a last word ("ok") behind it. Without it nothing is put in place: the
   * connection broke, or what was promised is not what was sent.
   */
  static final String FUNCTION =
      PlacementFunctions.ENTER
          + PlacementFunctions.PLACE
          + """
          received() { :; }
          fill() {
            take "$z" || no "the new content of $p could not be written"
            IFS= read -r x || no "the connection ended before all content was transferred"
            [ "$x" = ok ] || no "$x"
          }
          """;

  static String call(int job, Step.Write write, String nonce) {
    return "( "
        + write.validate().map(WriteScript::validation).orElse("v=; ")
        + "z="
        + write.content().size()
        + "; place "
        + ShellQuote.word(write.path().value())
        + " "
        + ShellQuote.word(write.mode().map(Object::toString).orElse(""))
        + " "
        + ShellQuote.word(write.owner().map(Object::toString).orElse(""))
        + " "
        + ShellQuote.word(write.group().map(Object::toString).orElse(""))
        + (write.backup() ? " yes" : " ''")
        + (write.follow() ? " yes " : " '' ")
        + nonce.substring(0, Math.min(12, nonce.length()))
        + job
        + " )"
        + Script.redirections(job);
  }

  private static String validation(Command command) {
    if (!command.input().equals(Bytes.EMPTY)) {
      throw new IllegalArgumentException("must be a validation without input");
    }
    return "v=yes; check() { "
        + Subshell.text(command, command.words(), Optional.of("\"$1\""))
        + " </dev/null; }; ";
  }
}
