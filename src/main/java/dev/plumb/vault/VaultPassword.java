package dev.plumb.vault;

import dev.plumb.value.Secret;

/**
 * A password and what it is called.
 *
 * @param id {@code default} when a person gave none
 */
public record VaultPassword(String id, Secret secret) {
  public static final String DEFAULT = "default";
}
