// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

/** Is told how an export goes. */
@FunctionalInterface
public interface ExportListener {
    /** Tells nobody. */
    ExportListener NONE = (step, rows) -> {};

    /** Rows of a step between two calls. */
    long BETWEEN_ROWS = 10_000;

    /**
     * @param step what is done now, for people: "reading visit-counts"
     * @param rows how many of its rows are done
     */
    void onProgress(String step, long rows);
}
