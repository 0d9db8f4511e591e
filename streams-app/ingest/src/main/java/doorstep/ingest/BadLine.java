// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

/**
 * A line that yielded no event because of a fault in it. It never quotes the line, which could contain a person's name.
 *
 * @param file as it was given to the import
 * @param line line number, from 1; in the decompressed file if the file is compressed
 * @param column names of the columns with the fault; may be empty
 * @param reason what is wrong; begins with the field of the event, if there is one
 */
public record BadLine(String file, long line, String column, String reason) {
    @Override
    public String toString() {
        return file + ", line " + line + (column.isEmpty() ? "" : ", column " + column) + ": " + reason;
    }
}
