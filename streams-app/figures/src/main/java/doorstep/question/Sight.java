// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.event.TreePath;

/**
 * Which units somebody sees: one, and all below it.
 *
 * @param unit a path, or the root, from where everything is seen
 */
public record Sight(String unit) {
    public static final Sight EVERYTHING = new Sight(TreePath.ROOT);

    public boolean isEverything() {
        return unit.equals(TreePath.ROOT);
    }

    public boolean covers(String other) {
        return isEverything() || other.equals(unit) || other.startsWith(unit + "/");
    }

    /** The unit directly above, of which a little is seen; not if it is the root. */
    boolean isDirectlyBelow(String other) {
        return !isEverything()
                && !other.equals(TreePath.ROOT)
                && TreePath.parent(unit).equals(other);
    }
}
