package doorstep.sample;

/** Two levels below the city, of units or of areas. An empty one is that of the level above. */
record SampleLocation(String district, String name) {
    static final SampleLocation CITY = new SampleLocation("", "");
    static final SampleLocation UNKNOWN = CITY;

    static SampleLocation of(Station station) {
        return new SampleLocation(station.district(), station.name());
    }
}
