package dev.plumb.host.files;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.RemotePath;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A kind of digest that coreutils can take of a file. */
public enum DigestAlgorithm {
  MD5(32),
  SHA1(40),
  SHA224(56),
  SHA256(64),
  SHA384(96),
  SHA512(128);

  private final int digits;

  DigestAlgorithm(int digits) {
    this.digits = digits;
  }

  public int digits() {
    return digits;
  }

  public String program() {
    return name().toLowerCase(Locale.ROOT) + "sum";
  }

  /** The digest in hexadecimal digits, empty when there is no file. */
  public Probe<Optional<String>> probe(RemotePath path) {
    return Probe.of(
        Command.ofMergeable(List.of(program(), "--zero", "--"), path.value()), this::parse);
  }

  /** As {@link #probe}; empty also for a file that the user may not read. */
  public Probe<Optional<String>> probeIfReadable(RemotePath path) {
    return Probe.of(
        Command.ofMergeable(List.of(program(), "--zero", "--"), path.value()),
        sum ->
            sum.err().strip().endsWith(path + ": Permission denied")
                ? Reading.of(Optional.empty())
                : parse(sum));
  }

  Reading<Optional<String>> parse(Exec.Exited sum) {
    if (sum.succeeded() && sum.out().length() > digits) {
      return Reading.of(Optional.of(sum.out().substring(0, digits)));
    }
    String told = sum.err().strip();
    boolean nothingToSum =
        told.endsWith(": No such file or directory")
            || told.endsWith(": Is a directory")
            || told.endsWith(": Not a directory")
            || told.endsWith(": No such device or address");
    return nothingToSum
        ? Reading.of(Optional.empty())
        : Reading.unreadable("The file's digest could not be taken: " + told);
  }
}
