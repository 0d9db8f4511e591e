package doorstep.event;

/**
 * Which delivery of an id counts: a null value; else the highest revision; among equal ones the larger content hash,
 * unsigned. A total order on contents, so that the survivor is a function of the set of deliveries and not of their order.
 *
 * @param revision 0 or more
 * @param contentHash of the canonical encoding under the reader schema
 * @param isFinal of a null value, which no revision outranks; it has neither of the other two, which are 0
 */
public record Version(long revision, long contentHash, boolean isFinal) implements Comparable<Version> {
    /** A null value. */
    public static final Version FINAL = new Version(0, 0, true);

    public Version {
        if (revision < 0 || (isFinal && (revision | contentHash) != 0)) {
            throw new IllegalArgumentException("revision " + revision + ", final " + isFinal);
        }
    }

    /** Of a value that is there. */
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

    /** The same revision with other content. */
    public boolean conflictsWith(Version other) {
        return isFinal == other.isFinal && revision == other.revision && contentHash != other.contentHash;
    }
}
