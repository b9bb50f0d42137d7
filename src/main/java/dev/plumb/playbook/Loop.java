package dev.plumb.playbook;

import dev.plumb.value.Value;
import java.util.Optional;

/**
 * The loop of a task.
 *
 * @param form how {@code over} yields the items
 * @param over a list, a template that yields one, or another value that {@code form} accepts
 * @param itemVar the variable that holds the item
 * @param indexVar the variable that holds the index, from 0
 * @param label the text to show for an item; default: the item
 * @param pause the seconds between items
 */
public record Loop(
    Form form,
    Value over,
    String itemVar,
    Optional<String> indexVar,
    Optional<Value> label,
    Optional<Value> pause) {

  /** The forms of a loop, by Ansible's keyword. */
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
