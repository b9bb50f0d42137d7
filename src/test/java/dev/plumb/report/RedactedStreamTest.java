package dev.plumb.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.value.Redaction;
import dev.plumb.value.Secret;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RedactedStreamTest {

  private final Redaction redaction = new Redaction();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out =
      new PrintStream(new RedactedStream(written, redaction), false, StandardCharsets.UTF_8);

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void passesTextWithoutSecretsOnLineByLine() {
    out.print("käse\nunfinished");
    assertThat(written()).isEqualTo("käse\n");
    out.flush();
    assertThat(written()).isEqualTo("käse\nunfinished");
  }

  @Test
  void masksASecretThatIsWrittenInPieces() {
    redaction.register(Secret.of("s3cret-käse"));
    out.print("it is s3cr");
    out.print("et-kä");
    out.write('s');
    out.println("e.");
    assertThat(written()).isEqualTo("it is ********.\n");
  }

  @Test
  void masksEachLineOfASecret() {
    redaction.register(Secret.of("first line\nsecond line"));
    out.print("first line\nand second line");
    out.flush();
    assertThat(written()).isEqualTo("********\nand ********");
  }

  @Test
  void masksTheEscapedFormsOfReports() {
    redaction.register(Secret.of("a\"b\\c<d>&e_f"));
    out.println("json: a\\\"b\\\\c<d>&e_f");
    out.println("xml: a&quot;b\\c&lt;d&gt;&amp;e_f");
    out.println("markdown: a\"b\\\\c\\<d\\>&e\\_f");
    assertThat(written()).isEqualTo("json: ********\nxml: ********\nmarkdown: ********\n");
  }

  @Test
  void writesTheLastLineWhenClosed() {
    out.print("unfinished");
    out.close();
    assertThat(written()).isEqualTo("unfinished");
  }
}
