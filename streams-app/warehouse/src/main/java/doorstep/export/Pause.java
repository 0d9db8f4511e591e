// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import java.time.Duration;

/** Lets time pass while the pipeline works. */
@FunctionalInterface
public interface Pause {
    /** @throws ExportException if the export is to end */
    void of(Duration duration);
}
