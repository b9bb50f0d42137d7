package dev.plumb.vault;

import dev.plumb.value.Secret;

/**
 * A password with an ID.
 *
 * @param id {@code default} if the user gave none
 */
public record VaultPassword(String id, Secret secret) {
  public static final String DEFAULT = "default";
}
