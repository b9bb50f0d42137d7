/**
 * Module {@code preflight}, which checks hosts before a cluster is deployed on them. Read {@code
 * PreflightChecks} first. May import {@code module} and below, no other module.
 */
@NullMarked
package dev.plumb.module.preflight;

import org.jspecify.annotations.NullMarked;
