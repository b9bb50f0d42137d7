package dev.plumb.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.json.JsonReader;
import dev.plumb.report.ValueJson;
import dev.plumb.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads the inventories of {@code src/test/resources/inventories} as the real ansible-inventory
 * does. Here its recorded answers stand for it; {@link AnsibleInventoryLabTest} asks it anew.
 */
class AnsibleInventoryTest {

  static final Path FOLDER = Path.of("src/test/resources/inventories").toAbsolutePath();
  static final Path RECORDED = FOLDER.resolve("recorded");

  static Stream<String> cases() throws IOException {
    List<String> lines = Files.readAllLines(FOLDER.resolve("cases"));
    assertThat(lines).hasSizeGreaterThan(25);
    return lines.stream().filter(line -> !line.startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsInventoriesAsAnsible(String sources) throws IOException {
    List<String> paths =
        Stream.of(sources.split("\\+"))
            .map(source -> source.contains(",") ? source : FOLDER.resolve(source).toString())
            .toList();
    Value ours = new InventoryLoader().listing(paths, List.of()).list();
    assertThat(JsonReader.read(ValueJson.of(ours)))
        .isEqualTo(JsonReader.read(Files.readString(RECORDED.resolve(file(sources)))));
  }

  static String file(String sources) {
    return sources.replace('/', '_') + ".json";
  }
}
