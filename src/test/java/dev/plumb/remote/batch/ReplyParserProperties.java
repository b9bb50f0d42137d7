package dev.plumb.remote.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Reply;
import dev.plumb.remote.Request;
import dev.plumb.remote.RunAs;
import dev.plumb.value.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReplyParserProperties {

  private static final String NONCE = "0123456789abcdef0123456789abcdef";
  private static final Exec MISSING = new Exec.Lost("cut");

  @Provide
  static Arbitrary<List<Exec.Exited>> endings() {
    return ending().list().ofMaxSize(6);
  }

  private static Arbitrary<Exec.Exited> ending() {
    return Combinators.combine(Arbitraries.integers().between(0, 128), output(), output())
        .as(Exec.Exited::new);
  }

  /** Any bytes, and what looks like a frame: all but the nonce, which nobody can know. */
  static Arbitrary<Bytes> output() {
    String half = NONCE.substring(0, 31);
    Arbitrary<String> alike =
        Arbitraries.of(
            "", "\n", "0 0 o\n", " data\n", " done stay\n", "\0", half, half + "0", "0".repeat(40));
    return Arbitraries.oneOf(
        alike.list().ofMaxSize(5).map(texts -> Bytes.utf8(String.join("", texts))),
        Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(Bytes::of));
  }

  @Property(tries = 300)
  void parsesOutputsHoweverTheStreamIsSplit(
      @ForAll("endings") List<Exec.Exited> endings, @ForAll Random random) {
    Script script = script(endings.size());
    ReplyParser frame = new ReplyParser(script);
    feed(frame, stream(endings), random);
    assertThat(frame.isComplete()).isTrue();
    assertThat(frame.reply(_ -> MISSING)).isEqualTo(new Reply(List.of(), List.copyOf(endings)));
  }

  @Property(tries = 300)
  void neverReturnsWrongAnswersFromATruncatedStream(
      @ForAll("endings") List<Exec.Exited> endings, @ForAll Random random) {
    byte[] all = stream(endings);
    byte[] some = new byte[random.nextInt(all.length)];
    System.arraycopy(all, 0, some, 0, some.length);
    ReplyParser frame = new ReplyParser(script(endings.size()));
    feed(frame, some, random);
    List<Exec> answers = frame.reply(_ -> MISSING).answers();
    assertThat(answers).hasSize(endings.size());
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i)).isIn(endings.get(i), MISSING);
    }
    assertThat(frame.isComplete()).isFalse();
  }

  private static Script script(int questions) {
    List<Command> commands =
        IntStream.range(0, questions).mapToObj(i -> Command.of("print", "" + i)).toList();
    return Script.of(Request.ask(RunAs.LOGIN, commands), NONCE, Timeouts.DEFAULT);
  }

  private static byte[] stream(List<Exec.Exited> endings) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (int i = 0; i < endings.size(); i++) {
      Exec.Exited ending = endings.get(i);
      String marks = "";
      if (ending.stdout().size() > 0) {
        marks += "o";
        ending.stdout().writeTo(data);
        write(data, NONCE);
      }
      if (ending.stderr().size() > 0) {
        marks += "e";
        ending.stderr().writeTo(data);
        write(data, NONCE);
      }
      write(lines, NONCE + " " + i + " " + ending.status() + " " + marks + "\n");
    }
    write(lines, NONCE + " data\n");
    lines.writeBytes(data.toByteArray());
    write(lines, NONCE + " done stay\n");
    return lines.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void feed(ReplyParser frame, byte[] bytes, Random random) {
    TreeSet<Integer> cuts = new TreeSet<>(List.of(0, bytes.length));
    for (int i = 0; i < random.nextInt(8) && bytes.length > 0; i++) {
      cuts.add(random.nextInt(bytes.length));
    }
    List<Integer> ends = new ArrayList<>(cuts);
    for (int i = 1; i < ends.size(); i++) {
      frame.accept(ByteBuffer.wrap(bytes, ends.get(i - 1), ends.get(i) - ends.get(i - 1)));
    }
  }
}
