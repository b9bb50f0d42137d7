/**
 * What Ansible Vault encrypts, opened and made: its formats 1.1 and 1.2. Read {@link
 * dev.plumb.vault.Vault} first. May import {@code value}, {@code diagnostic}. Loaded only in a run
 * that meets something encrypted.
 */
@NullMarked
package dev.plumb.vault;

import org.jspecify.annotations.NullMarked;
