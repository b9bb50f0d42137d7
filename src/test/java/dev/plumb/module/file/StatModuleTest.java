package dev.plumb.module.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.module.LocalModuleRunner;
import dev.plumb.module.ModuleHarness;
import dev.plumb.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatModuleTest {

  private final ModuleHarness<StatSpec, StatFound> stat = ModuleHarness.of(new StatModule());

  private Map<String, Value> look(Path path, String more) {
    Value found =
        LocalModuleRunner.in(path.resolveSibling("."))
            .apply(stat, "{path: '" + path + "'" + more + "}")
            .get("stat");
    return ((Value.Entries) Objects.requireNonNull(found)).map();
  }

  @Test
  void reportsAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "x\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThat(look(file, ""))
        .containsEntry("exists", Value.bool(true))
        .containsEntry("isreg", Value.bool(true))
        .containsEntry("isdir", Value.bool(false))
        .containsEntry("mode", Value.text("0640"))
        .containsEntry("size", Value.number(2))
        .containsEntry("rgrp", Value.bool(true))
        .containsEntry("wgrp", Value.bool(false))
        .containsEntry("roth", Value.bool(false))
        .containsEntry("checksum", Value.text("6fcf9dfbd479ed82697fee719b9f8c610a11ff2a"))
        .containsEntry("mtime", Value.number(Files.getLastModifiedTime(file).toMillis() / 1000));
    assertThat(look(file, ", checksum_algorithm: sha256").get("checksum"))
        .isEqualTo(Value.text("73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac"));
    assertThat(look(file, ", get_checksum: false")).doesNotContainKey("checksum");
  }

  @Test
  void reportsALinkOrItsTarget(@TempDir Path folder) throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("a -> b"), folder);

    assertThat(look(link, ""))
        .containsEntry("islnk", Value.bool(true))
        .containsEntry("lnk_target", Value.text(folder.toString()))
        .doesNotContainKey("checksum");
    assertThat(look(link, ", follow: true")).containsEntry("isdir", Value.bool(true));
  }

  @Test
  void reportsAMissingPath(@TempDir Path folder) {
    assertThat(look(folder.resolve("f"), "")).isEqualTo(Map.of("exists", Value.bool(false)));
  }
}
