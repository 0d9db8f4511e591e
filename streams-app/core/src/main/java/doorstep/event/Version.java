// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

/**
 * Order of the deliveries of an id, the greatest of which counts: a null value; else the highest revision; among equal
 * ones the larger content hash, unsigned. A total order on contents, so the surviving version depends on the set of
 * deliveries and not on their order.
 *
 * @param revision 0 or more
 * @param contentHash of the canonical encoding with the reader schema
 * @param isFinal true for a null value, which no revision outranks; its other two fields are 0
 */
public record Version(long revision, long contentHash, boolean isFinal) implements Comparable<Version> {
    /** The version of a null value. */
    public static final Version FINAL = new Version(0, 0, true);

    public Version {
        if (revision < 0 || (isFinal && (revision | contentHash) != 0)) {
            throw new IllegalArgumentException("revision " + revision + ", final " + isFinal);
        }
    }

    /** The version of a value that is not null. */
    public Version(long revision, long contentHash) {
        this(revision, contentHash, false);
    }

    @Override
    public int compareTo(Version other) {
        if (isFinal != other.isFinal) {
            return isFinal ? 1 : -1;
        }
        int byRevision = Long.compare(revision, other.revision);
        return byRevision != 0 ? byRevision : Long.compareUnsigned(contentHash, other.contentHash);
    }

    /** Whether both have the same revision, but different content. */
    public boolean conflictsWith(Version other) {
        return isFinal == other.isFinal && revision == other.revision && contentHash != other.contentHash;
    }
}
