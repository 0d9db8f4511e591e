// SPDX-License-Identifier: Apache-2.0
package doorstep.assessment;

import doorstep.event.TreePath;

/** Navigates the tree of units. */
final class Units {
    private Units() {}

    /** The unit above; the root's is the root. */
    static String parent(String unit) {
        int slash = unit.lastIndexOf('/');
        return slash < 0 ? TreePath.ROOT : unit.substring(0, slash);
    }
}
