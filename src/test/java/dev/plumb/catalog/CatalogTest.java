package dev.plumb.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.module.ClusterHarness;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.ModuleHarness;
import dev.plumb.module.PlumbModule;
import dev.plumb.module.TaskModule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogTest {

  static List<PlumbModule<?, ?>> modules() {
    return Modules.all();
  }

  @Test
  void givesEachModuleAUniqueName() {
    List<String> names = new ArrayList<>();
    modules()
        .forEach(
            module -> {
              names.add(module.name());
              names.addAll(module.info().aliases());
            });

    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z][a-z0-9_]*"));
  }

  @Test
  void isInAlphabeticalOrder() {
    assertThat(modules().stream().map(PlumbModule::name)).isSorted();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void documentsEveryArgument(PlumbModule<?, ?> module) {
    // Making the harness checks it.
    switch (module) {
      case TaskModule<?, ?> alone -> assertThat(ModuleHarness.of(alone)).isNotNull();
      case ClusterModule<?, ?> ofMany -> assertThat(ClusterHarness.of(ofMany)).isNotNull();
    }
  }
}
