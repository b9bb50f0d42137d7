package dev.plumb.module.file;

import dev.plumb.host.files.DigestAlgorithm;
import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;

/** What module {@code stat} is asked for. */
record StatSpec(
    @Arg(
            doc = "The path to inspect.",
            example = "/etc/etcd/etcd.conf",
            aliases = {"dest", "name"})
        RemotePath path,
    @Arg(
            doc = "Whether to inspect the target of a link instead of the link.",
            example = "true",
            defaultValue = "false")
        boolean follow,
    @Arg(
            doc = "Whether to take the digest of a file's content.",
            example = "false",
            defaultValue = "true")
        boolean getChecksum,
    @Arg(
            doc = "The kind of digest.",
            example = "sha256",
            defaultValue = "sha1",
            aliases = {"checksum", "checksum_algo"})
        DigestAlgorithm checksumAlgorithm) {}
