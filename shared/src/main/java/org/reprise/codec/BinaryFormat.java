package org.reprise.codec;

import org.reprise.context.Durability;
import org.reprise.context.Role;
import org.reprise.context.ToolCall;
import org.reprise.context.Workflow;

/**
 * The constants of the binary form, version 1.0.
 *
 * <pre>
 * context  = segment(CONTEXT) segment(HEAD) segment(ENTRIES)*
 * segment  = tag length body crc       tag: major version &lt;&lt; 4 | kind; crc: CRC-32C of tag, length and body
 * length   = 2 bytes, or 4 with the top bit set; highest byte first
 * block    = length body               a reader skips what it does not know at a block's end
 * CONTEXT  = magic minor entries       magic: "RPRS"; minor: 1 byte; entries: how many, a varint
 * HEAD     = sessionId userId agentId createdAt updatedAt workflow memory preferences
 * workflow = block(name step status state)
 * memory   = count (name block(durability value))*
 * ENTRIES  = block(kind entry)*
 * message  = flags id at [content] [count callId*] [answers]
 * toolCall = flags id name arguments [result] [duration]
 * text     = varint(characters &lt;&lt; 1 | utf16) characters    Latin-1, or UTF-16 with the lowest byte first
 * time     = zigzag(seconds) varint(fraction &lt;&lt; 2 | unit)   unit: 0 ns, 1 us, 2 ms
 * fields   = count (name value)*
 * value    = tag payload               payload: nothing, zigzag, decimal, text, count value* or fields
 * decimal  = zigzag(scale) count unscaled                   unscaled: two's complement, the highest byte first
 * </pre>
 *
 * <p>Tags, flags, kinds and constants take one byte, magic and crc four, the lowest first. A varint takes seven bits a
 * byte, the lowest first, the top bit set on all but the last; a zigzag is a varint of which small negative numbers are
 * short too. A count is a varint.
 *
 * <p>Enum constants are written as their ordinals: their order is part of the format, new ones go last and raise the
 * major version. New fields go to the end of a block or of the body of CONTEXT or HEAD and raise the minor version.
 */
final class BinaryFormat {

    static final int MAJOR = 1;
    static final int MINOR = 0;

    /** "RPRS". */
    static final int MAGIC = 0x53_52_50_52;

    static final int CONTEXT = MAJOR << 4 | 1;
    static final int HEAD = MAJOR << 4 | 2;
    static final int ENTRIES = MAJOR << 4 | 3;

    static final int SHORT_LENGTH_BYTES = 2;
    static final int LONG_LENGTH_BYTES = 4;
    static final int MAX_SHORT_LENGTH = 0x7FFF;
    static final int CRC_BYTES = 4;

    /** A segment of entries is closed at the first entry that ends beyond this many bytes. */
    static final int SEGMENT_BYTES = 64 << 10;

    static final int MESSAGE = 1;
    static final int TOOL_CALL = 2;

    /** The low bits of the flags hold the role or the status. */
    static final int ENUM_MASK = 0x07;

    static final int HAS_CONTENT = 0x08;
    static final int HAS_CALLS = 0x10;
    static final int HAS_ANSWERS = 0x20;
    static final int HAS_RESULT = 0x08;
    static final int HAS_DURATION = 0x10;

    static final int VALUE_NULL = 0;
    static final int VALUE_FALSE = 1;
    static final int VALUE_TRUE = 2;
    static final int VALUE_INT = 3;
    static final int VALUE_DECIMAL = 4;
    static final int VALUE_TEXT = 5;
    static final int VALUE_ITEMS = 6;
    static final int VALUE_FIELDS = 7;

    static final int UNIT_NANOS = 0;
    static final int UNIT_MICROS = 1;
    static final int UNIT_MILLIS = 2;

    static final Durability[] DURABILITIES = Durability.values();
    static final Role[] ROLES = Role.values();
    static final ToolCall.Status[] CALL_STATUSES = ToolCall.Status.values();
    static final Workflow.Status[] WORKFLOW_STATUSES = Workflow.Status.values();

    private BinaryFormat() {}
}
