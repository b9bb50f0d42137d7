/**
 * The formats 1.1 and 1.2 of Ansible Vault. Read {@link dev.plumb.vault.Vault} first. Loaded only
 * if a vault password is given.
 */
@NullMarked
package dev.plumb.vault;

import org.jspecify.annotations.NullMarked;
