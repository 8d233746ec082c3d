# usage: try.sh label jvmargs...
J=/tmp/lead/benchmarks/target/benchmarks.jar
L=$1; shift
java -jar $J SerializationBenchmark.encode -p codec=${C:-BINARY} -p size=${S:-LARGE} -p corpus=${CO:-generated} -f ${F:-2} -wi 5 -w 400ms -i 4 -r 400ms -prof cpu -jvmArgsAppend "$*" 2>&1 | grep -E "encode(:cpu.time)? .*avgt" | sed "s/^/$L /"
