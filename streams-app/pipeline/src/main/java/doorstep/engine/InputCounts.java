// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;

/**
 * What became of the records of one input partition.
 *
 * @param received all records, accepted or rejected
 * @param current distinct accepted ids
 * @param conflicts records that had the revision of another one of the same id, but other content
 */
record InputCounts(long received, long rejected, long current, long conflicts) {
    static final InputCounts NONE = new InputCounts(0, 0, 0, 0);

    /** Accepted records beyond the first of their id. */
    long repeated() {
        return received - rejected - current;
    }

    void writeTo(ByteWriter out) {
        out.writeVarint(received).writeVarint(rejected).writeVarint(current).writeVarint(conflicts);
    }

    static InputCounts readFrom(ByteReader in) {
        return new InputCounts(in.readVarint(), in.readVarint(), in.readVarint(), in.readVarint());
    }
}
