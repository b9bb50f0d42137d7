package dev.plumb.transport.sshj;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.remote.Target;
import dev.plumb.value.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a host's key, and explains why it is rejected.
 *
 * <p>A host with only keys of other types in the file counts as changed: it was asked for those
 * first, and an impostor would present such a key.
 */
final class HostKeyCheck implements HostKeyVerifier {

  private final Target target;
  private final Path file;
  private final String name;
  private @Nullable KnownHosts known;
  private volatile @Nullable Diagnostic refusal;

  HostKeyCheck(Target target, Path file) {
    this.target = target;
    this.file = file;
    this.name = KnownHosts.name(target.address(), target.port());
  }

  /** Returns why the host was rejected, if it was. */
  Optional<Diagnostic> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Returns the algorithms to request first: otherwise a host with several keys looks changed. */
  @Override
  public List<String> findExistingAlgorithms(String hostname, int port) {
    List<String> algorithms = new ArrayList<>();
    if (target.hostKeys() == Target.HostKeys.OFF) {
      return algorithms;
    }
    try {
      for (KnownHosts.Entry entry : known().entries()) {
        if (entry.revoked()) {
          continue;
        }
        algorithms.add(entry.type());
        if (entry.type().equals("ssh-rsa")) {
          algorithms.addAll(List.of("rsa-sha2-512", "rsa-sha2-256"));
        }
      }
    } catch (IOException _) {
      // verify() meets and reports the same problem.
    }
    return algorithms;
  }

  private KnownHosts known() throws IOException {
    KnownHosts read = known;
    if (read == null) {
      read = KnownHosts.read(file, name);
      if (read.entries().isEmpty() && target.port() != 22) {
        // As OpenSSH does: the same host is often known by its name alone.
        KnownHosts plain = KnownHosts.read(file, KnownHosts.name(target.address(), 22));
        defaultPortEntries = plain.entries();
      }
      known = read;
    }
    return read;
  }

  private List<KnownHosts.Entry> defaultPortEntries = List.of();

  @Override
  public boolean verify(String hostname, int port, PublicKey key) {
    if (target.hostKeys() == Target.HostKeys.OFF) {
      return true;
    }
    try {
      refusal = check(KeyType.fromKey(key).toString(), blob(key));
    } catch (IOException e) {
      refusal =
          Diagnostic.error(
              "Known hosts file cannot be used",
              "The file " + file + " cannot be read or written: " + e + ".");
    }
    return refusal == null;
  }

  private @Nullable Diagnostic check(String type, byte[] blob) throws IOException {
    String key = Base64.getEncoder().encodeToString(blob);
    List<KnownHosts.Entry> entries = known().entries();
    for (KnownHosts.Entry entry : entries) {
      if (entry.revoked() && entry.key().equals(key)) {
        return revoked(entry, type, blob);
      }
    }
    List<KnownHosts.Entry> valid = entries.stream().filter(entry -> !entry.revoked()).toList();
    if (valid.stream().anyMatch(entry -> entry.key().equals(key))
        || defaultPortEntries.stream()
            .anyMatch(entry -> !entry.revoked() && entry.key().equals(key))) {
      return null;
    }
    String line = name + " " + type + " " + key;
    if (!valid.isEmpty()) {
      return changed(valid, type, blob, line);
    }
    if (target.hostKeys() == Target.HostKeys.ACCEPT_NEW) {
      KnownHosts.append(file, line);
      return null;
    }
    return unknown(type, blob, line);
  }

  private Diagnostic unknown(String type, byte[] blob, String line) {
    return Diagnostic.error(
        "Unknown host key",
        """
        %s (%s) has no key in %s, so plumb cannot verify its identity. \
        The fingerprint of the key that it presented is:
            %s (%s)
        Compare it with the output of this command on the host itself:
            ssh-keygen -lf /etc/ssh/ssh_host_%s_key.pub
        If they match, add this line to %s:
            %s
        To accept keys of new hosts without verification, set the host key mode to accept-new.\
        """
            .formatted(
                target.host(), name, file, fingerprint(blob), type, fileType(type), file, line));
  }

  private Diagnostic changed(
      List<KnownHosts.Entry> entries, String type, byte[] blob, String line) {
    KnownHosts.Entry old =
        entries.stream()
            .filter(entry -> entry.type().equals(type))
            .findFirst()
            .orElse(entries.getFirst());
    return Diagnostic.error(
        "Host key changed",
        """
        %s (%s) presented a key that differs from the known one. \
        Either the host was reinstalled, or another machine answers in its place \
        (man in the middle). Nothing was sent to it. The known key is at:
            %s:%d
        The fingerprint of the key that it presented is:
            %s (%s)
        If the host was reinstalled and this command prints the same fingerprint on it:
            ssh-keygen -lf /etc/ssh/ssh_host_%s_key.pub
        then replace the old line by this one:
            %s\
        """
            .formatted(
                target.host(),
                name,
                file,
                old.line(),
                fingerprint(blob),
                type,
                fileType(type),
                line));
  }

  private Diagnostic revoked(KnownHosts.Entry entry, String type, byte[] blob) {
    return Diagnostic.error(
        "Host key revoked",
        """
        %s (%s) presented a key that is marked as revoked at:
            %s:%d
        Its fingerprint is:
            %s (%s)
        Nothing was sent to it. Generate a new key on the host.\
        """
            .formatted(target.host(), name, file, entry.line(), fingerprint(blob), type));
  }

  private static String fileType(String type) {
    return type.startsWith("ecdsa") ? "ecdsa" : type.equals("ssh-rsa") ? "rsa" : "ed25519";
  }

  private static byte[] blob(PublicKey key) {
    return new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
  }

  private static String fingerprint(byte[] blob) {
    byte[] digest = Sha256.digest().digest(blob);
    return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
  }
}
