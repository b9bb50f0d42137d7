package dev.plumb.engine.prepare;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.playbook.Loop;
import dev.plumb.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopLookupTest {

  @Test
  void reportsAnUnreadableFolder(@TempDir Path folder) throws Exception {
    // Root reads every folder; what is none cannot be read by anybody.
    Path none = Files.createFile(folder.resolve("none"));
    Loop loop =
        new Loop(
            Loop.Form.FILEGLOB,
            Value.text("*.conf"),
            "item",
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThatThrownBy(() -> LoopLookup.matching(loop, none, "*.conf"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("\"with_fileglob\" cannot read the directory " + none + " (");
  }
}
