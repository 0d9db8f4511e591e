package doorstep.event;

/**
 * Which delivery of an id counts: the highest revision; among equal ones the larger content hash, unsigned. A total
 * order on contents, so that the survivor is a function of the set of deliveries and not of their order.
 *
 * @param revision 0 or more; {@link #FINAL} for a null value, which nothing outranks
 * @param contentHash of the canonical encoding under the reader schema; 0 for a null value
 */
public record Version(long revision, long contentHash) implements Comparable<Version> {
    private static final long FINAL_REVISION = 1L << 31;
    /** A null value: revision infinity. */
    public static final Version FINAL = new Version(FINAL_REVISION, 0);

    public Version {
        if (revision < 0 || revision > FINAL_REVISION) {
            throw new IllegalArgumentException("revision " + revision);
        }
    }

    @Override
    public int compareTo(Version other) {
        int byRevision = Long.compare(revision, other.revision);
        return byRevision != 0 ? byRevision : Long.compareUnsigned(contentHash, other.contentHash);
    }

    /** The same revision with other content. */
    public boolean conflictsWith(Version other) {
        return revision == other.revision && contentHash != other.contentHash;
    }
}
