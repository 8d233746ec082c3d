cd /tmp/lead && mvn -o -q -pl shared,benchmarks -am package -DskipTests -Djacoco.skip -Dspotless.check.skip 2>&1 | tail -15
