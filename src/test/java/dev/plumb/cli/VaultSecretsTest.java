package dev.plumb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.cli.process.Prompter;
import dev.plumb.cli.process.TestEnvironments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was encrypted shows in no output, whatever a playbook does with it. */
class VaultSecretsTest {

  private static final String PASSWORD = "s3cret & käse";
  private static final String TOKEN = "token-0815-xyz";

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void encryptVariables() throws IOException {
    write("pw", "the vault's");
    write("prod-pw", "another");
    write("hosts.yml", "all: {hosts: {here: {ansible_connection: local}}}\n");
    write("group_vars/all/vault.yml", "db_password: " + PASSWORD + "\n");
    assertThat(plumb("vault", "encrypt", "group_vars/all/vault.yml", "--vault-password-file", "pw"))
        .isZero();
    out.reset();
    assertThat(
            plumb(
                "vault", "encrypt-string", "--vault-id", "prod@prod-pw", "-n", "api_token", TOKEN))
        .isZero();
    write("group_vars/all/plain.yml", out.toString(StandardCharsets.UTF_8));
    out.reset();
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), text);
  }

  private int plumb(String... args) {
    return plumb(false, args);
  }

  @Test
  void hidesThemInAStackTrace() throws IOException {
    write("site.yml", "- hosts: all\n  tasks: []\n  vars_prompt: [{name: release}]\n");
    Prompter crash =
        (_, _) -> {
          throw new IllegalStateException("crashed with " + TOKEN);
        };
    List<String> words = new ArrayList<>(List.of("check", path("site.yml"), "-i"));
    words.add(path("hosts.yml"));
    words.addAll(PASSWORDS);
    ProcessEnvironment environment =
        ProcessEnvironment.of(out, err, false, Map.of(), folder, Optional.empty(), crash);
    assertThat(new Cli(environment).run(words.toArray(String[]::new))).isEqualTo(1);
    assertThat(all()).contains("IllegalStateException: crashed with ********\n");
    assertHasNoSecret(all());
  }

  private int plumb(boolean terminal, String... args) {
    return new Cli(
            TestEnvironments.of(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                terminal ? Map.of("TERM", "xterm") : Map.of(),
                folder,
                Optional.empty()))
        .run(args);
  }

  private static final List<String> PASSWORDS =
      List.of("--vault-password-file", "pw", "--vault-id", "prod@prod-pw");

  private static final List<String> FORMATS = List.of("json", "jsonl", "junit", "markdown", "html");

  /**
   * Runs the tasks with all that makes plumb talk, as a check, and as an apply on a pipe and on a
   * terminal; returns everything that it said anywhere.
   */
  private String said(int status, String tasks) throws IOException {
    write("site.yml", "- hosts: all\n  gather_facts: false\n  tasks:\n" + tasks.indent(4));
    StringBuilder said = new StringBuilder();
    for (String command : List.of("check", "apply", "apply on a terminal")) {
      List<String> args = new ArrayList<>(List.of(command.split(" ")[0], path("site.yml")));
      args.addAll(List.of("-i", path("hosts.yml"), "-vvv", "--diff"));
      args.addAll(PASSWORDS);
      FORMATS.forEach(
          format -> args.addAll(List.of("--report", format + "=" + path("report." + format))));
      int ended = plumb(command.endsWith("terminal"), args.toArray(String[]::new));
      if (!command.equals("check")) {
        assertThat(ended).as(this::all).isEqualTo(status);
      }
      for (String format : FORMATS) {
        Path report = folder.resolve("report." + format);
        said.append(Files.exists(report) ? Files.readString(report) : "");
      }
    }
    return said + all();
  }

  private String all() {
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static void assertHasNoSecret(String said) {
    assertThat(said)
        .contains("********")
        .doesNotContain(PASSWORD, "s3cret", "käse", TOKEN, "dG9rZW4tMDgxNS14eXo");
  }

  @Test
  void hidesThemInATemplate() throws IOException {
    write("t.ftl", "password=${db_password}\ntoken=${api_token}\n");
    assertHasNoSecret(
        said(0, "- template: {src: t.ftl, dest: " + path("made") + ", mode: '0600'}\n"));
    assertThat(folder.resolve("made")).hasContent("password=" + PASSWORD + "\ntoken=" + TOKEN);
  }

  @Test
  void hidesThemInACommand() throws IOException {
    assertHasNoSecret(
        said(
            0,
            """
            - command: {argv: [echo, "${db_password}", "${api_token}"]}
              register: r
            - debug: {msg: "it said ${r.stdout}"}
            """));
  }

  @Test
  void hidesThemInAUrl() throws IOException {
    assertHasNoSecret(
        said(
            3,
            """
            - uri: {url: "http://127.0.0.1:9/?token=${api_token}&p=${db_password?url}", timeout: 2}
            """));
  }

  @Test
  void hidesThemInAFailingTask() throws IOException {
    assertHasNoSecret(
        said(
            3,
            """
            - name: use ${api_token}
              command: {argv: [sh, -c, 'echo "$1" >&2; exit 3', x, "${db_password}"]}
            """));
  }

  @Test
  void hidesThemInLoopsRetriesNamesAndWhatIsShown() throws IOException {
    String said =
        said(
            3,
            """
            - name: first ${api_token}
              debug: {var: db_password}
            - debug: {msg: "${item.secret}"}
              loop: [{name: a, secret: "${api_token}"}]
              loop_control: {label: "label ${db_password}"}
            - set_fact: {kept: {again: "${db_password}", encoded: "${b64encode(api_token)}"}}
            - debug: {var: kept}
            - command: {argv: [sh, -c, 'echo "$1"; exit 1', x, "${api_token}"]}
              register: answer
              retries: 1
              delay: 0
              until: answer.rc == 0
              ignore_errors: true
            - debug: {var: answer}
            - debug: {msg: "between us ${db_password}"}
              no_log: true
            - include_vars: group_vars/all/${(api_token?length > 0)?then('vault', 'none')}.yml
            - add_host: {name: another, groups: more, password: "${db_password}"}
            - fail: {msg: "that was ${api_token}"}
            """);
    assertHasNoSecret(said);
    assertThat(said).doesNotContain("between us");
    for (String format : FORMATS) {
      assertThat(Files.readString(folder.resolve("report." + format))).contains("********");
    }
  }

  @Test
  void hidesThemInATaskOfItsOwn() {
    for (String module : List.of("debug", "fail", "command")) {
      String args = module.equals("command") ? "echo ${api_token}" : "msg=${api_token}";
      List<String> words = new ArrayList<>(List.of("run", "all", "-m", module, "-a", args));
      words.addAll(List.of("-i", path("hosts.yml"), "-vvv", "--diff"));
      words.addAll(PASSWORDS);
      plumb(words.toArray(String[]::new));
    }
    assertHasNoSecret(all());
  }

  @Test
  void hidesThemInFacts() {
    List<String> words = new ArrayList<>(List.of("facts", "all", "-i", path("hosts.yml")));
    words.addAll(PASSWORDS);
    assertThat(plumb(words.toArray(String[]::new))).as(this::all).isZero();
    assertThat(all()).doesNotContain(PASSWORD, TOKEN).contains("ansible_");
  }

  private int withPasswords(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(PASSWORDS);
    return plumb(all.toArray(String[]::new));
  }

  @Test
  void hidesThemInTheAddressOfAnUnreachableHostOfFacts() throws IOException {
    write("away.yml", "all: {hosts: {away: {ansible_host: '${api_token}.invalid'}}}\n");
    assertThat(withPasswords("facts", "all", "-i", path("away.yml"))).isEqualTo(4);
    assertHasNoSecret(all());
  }

  @Test
  void hidesThemInAnErrorOfTheInventory() {
    assertThat(withPasswords("inventory", "host", TOKEN, "-i", path("hosts.yml"))).isEqualTo(5);
    assertHasNoSecret(all());
  }

  @Test
  void hidesThemWhereJsonEscapesThem() throws IOException {
    write("group_vars/all/quoted.yml", "quoted: 'one\"two\\three'\n");
    assertThat(
            withPasswords(
                "vault",
                "encrypt",
                path("group_vars/all/quoted.yml"),
                "--encrypt-vault-id",
                "prod"))
        .isZero();
    assertThat(withPasswords("inventory", "host", "here", "-i", path("hosts.yml"))).isZero();
    assertThat(all()).contains("\"quoted\" : \"********\"").doesNotContain("two");
  }

  @Test
  void hidesThemInAnError() throws IOException {
    assertHasNoSecret(said(5, "- file: {path: '${db_password}', state: touch}\n"));
  }

  @Test
  void hidesThemInTheInventory() {
    assertThat(
            plumb(
                "inventory",
                "host",
                "here",
                "-i",
                path("hosts.yml"),
                "--vault-password-file",
                "pw",
                "--vault-id",
                "prod@prod-pw"))
        .as(this::all)
        .isZero();
    assertHasNoSecret(all());
  }

  @Test
  void refusesAWrongPasswordWithStatus5() throws IOException {
    write("site.yml", "- hosts: all\n  tasks: []\n");
    assertThat(
            plumb(
                "check",
                path("site.yml"),
                "-i",
                path("hosts.yml"),
                "--vault-password-file",
                "prod-pw"))
        .isEqualTo(5);
    assertThat(all().replace(folder + "/", ""))
        .isEqualTo(
            """
            Error: Wrong vault password

              group_vars/all/vault.yml:1:1

              1 | $ANSIBLE_VAULT;1.1;AES256
                | ^
              This text is encrypted, and the given password does not decrypt it (tried: "default"). Check the password. The text may also be damaged.

            1 error in 1 file. Nothing was sent to any host.
            """);
  }

  @Test
  void reportsAMissingPassword() throws IOException {
    write("site.yml", "- hosts: all\n  tasks: []\n");
    assertThat(plumb("check", path("site.yml"), "-i", path("hosts.yml"))).isEqualTo(5);
    assertThat(all()).contains("Error: Vault password missing", "plain.yml:2:11", "vault.yml:1:1");
  }

  @Test
  void writesFilesThatOnlyTheirOwnerReads() throws IOException {
    Path file = folder.resolve("group_vars/all/vault.yml");
    assertThat(plumb("vault", "decrypt", file.toString(), "--vault-password-file", "pw")).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file).hasContent("db_password: " + PASSWORD);
  }

  @Test
  void changesThePasswordAndViews() {
    String file = path("group_vars/all/vault.yml");
    assertThat(
            plumb(
                "vault",
                "rekey",
                file,
                "--vault-password-file",
                "pw",
                "--new-vault-id",
                "prod@prod-pw"))
        .isZero();
    assertThat(plumb("vault", "view", file, "--vault-password-file", "prod-pw")).isZero();
    assertThat(all()).isEqualTo("db_password: " + PASSWORD + "\n");
    assertThat(plumb("vault", "view", file, "--vault-password-file", "pw")).isEqualTo(5);
  }

  @Test
  void takesAPasswordFromAProgram() throws IOException {
    write("pw-client.sh", "#!/bin/sh\n[ \"$1 $2\" = '--vault-id prod' ] && echo another\n");
    Files.setPosixFilePermissions(
        folder.resolve("pw-client.sh"), PosixFilePermissions.fromString("rwx------"));
    write("x", "text\n");
    assertThat(plumb("vault", "encrypt", "x", "--vault-id", "prod@pw-client.sh")).isZero();
    assertThat(plumb("vault", "view", "x", "--vault-id", "prod@prod-pw")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("text\n");
  }
}
