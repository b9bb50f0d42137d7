package dev.plumb.playbook;

import dev.plumb.value.Value;
import java.util.Optional;

/**
 * What a task is done once for each of.
 *
 * @param form how the items come of {@code over}
 * @param over a list, or a template that yields one; what else {@code form} takes
 * @param itemVar the variable that holds the item
 * @param indexVar the variable that holds its number, from 0
 * @param label what is shown for an item; the item itself when absent
 * @param pause seconds between items
 */
public record Loop(
    Form form,
    Value over,
    String itemVar,
    Optional<String> indexVar,
    Optional<Value> label,
    Optional<Value> pause) {

  /** The forms of a loop, by the keywords that Ansible has for them. */
  public enum Form {
    LOOP("loop"),
    LIST("with_list"),
    ITEMS("with_items"),
    FLATTENED("with_flattened"),
    DICT("with_dict"),
    INDEXED("with_indexed_items"),
    NESTED("with_nested"),
    CARTESIAN("with_cartesian"),
    TOGETHER("with_together"),
    SUBELEMENTS("with_subelements"),
    SEQUENCE("with_sequence"),
    FILEGLOB("with_fileglob"),
    FIRST_FOUND("with_first_found"),
    INVENTORY_HOSTNAMES("with_inventory_hostnames");

    private final String keyword;

    Form(String keyword) {
      this.keyword = keyword;
    }

    public String keyword() {
      return keyword;
    }
  }
}
