package org.reprise.resume;

import org.reprise.codec.BinaryCodec;
import org.reprise.codec.ContextCodec;
import org.reprise.codec.JsonCodec;

/** What a service stores its sessions in. */
enum StoredForm {
    BINARY(new BinaryCodec()),
    JSON(new JsonCodec());

    final ContextCodec codec;

    StoredForm(ContextCodec codec) {
        this.codec = codec;
    }
}
