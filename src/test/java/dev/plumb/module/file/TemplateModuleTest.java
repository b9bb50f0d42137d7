package dev.plumb.module.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.module.LocalModuleRunner;
import dev.plumb.module.ModuleHarness;
import dev.plumb.value.Content;
import dev.plumb.value.Value;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateModuleTest {

  private final ModuleHarness<TemplateSpec, CopyFound> template =
      ModuleHarness.of(new TemplateModule()).withFile("etcd.conf.ftl", Content.utf8("rendered\n"));

  @Test
  void writesTheRenderedText(@TempDir Path folder) {
    var result =
        LocalModuleRunner.in(folder)
            .apply(template, "{src: etcd.conf.ftl, dest: " + folder + "/x, mode: 0600}");

    assertThat(folder.resolve("x")).hasContent("rendered\n");
    assertThat(result).containsEntry("dest", Value.text(folder + "/x"));
  }

  @Test
  void copiesIntoADirectoryWithoutTheTemplateExtension(@TempDir Path folder) {
    LocalModuleRunner.in(folder).apply(template, "{src: etcd.conf.ftl, dest: " + folder + "}");

    assertThat(folder.resolve("etcd.conf")).hasContent("rendered\n");
  }
}
