// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.event.TreePath;

/**
 * What somebody who asks may see: one unit and all units below it.
 *
 * @param unit a path such as {@code city/north}, or {@link TreePath#ROOT} for every unit
 */
public record Access(String unit) {
    private static final Access ROOT = new Access(TreePath.ROOT);

    public Access {
        if (!unit.equals(TreePath.ROOT) && !TreePath.isValid(unit)) {
            throw new IllegalArgumentException("not a unit: " + unit);
        }
    }

    /** Access to all units, and to the figures that belong to no unit. */
    public static Access root() {
        return ROOT;
    }

    public static Access of(String unit) {
        return new Access(unit);
    }

    public boolean isRoot() {
        return unit.equals(TreePath.ROOT);
    }

    /** Whether a unit is this one or below it, by whole segments; only the root covers the root. */
    public boolean covers(String other) {
        return isRoot()
                || (other.startsWith(unit) && (other.length() == unit.length() || other.charAt(unit.length()) == '/'));
    }

    /** The unit directly above, of which a little is told; not if it is the root. */
    boolean isDirectlyBelow(String other) {
        return !isRoot()
                && !other.equals(TreePath.ROOT)
                && TreePath.parent(unit).equals(other);
    }
}
