// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

/**
 * A number of rows in output topics.
 *
 * @param bytes of their keys and values, before compression
 */
record Volume(long rows, long bytes) {
    static final Volume NONE = new Volume(0, 0);

    Volume plusRow(int rowBytes) {
        return new Volume(rows + 1, bytes + rowBytes);
    }

    Volume minus(Volume earlier) {
        return new Volume(rows - earlier.rows, bytes - earlier.bytes);
    }
}
