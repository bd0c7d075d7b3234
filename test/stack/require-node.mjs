const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  console.error(
    `Lastmeter runs on Node 24, which "npm ci" brings along; this is Node ${process.versions.node}.\n` +
      "Run it by npm (npm start, npm test). If npm did not run install scripts, allow them: npm ci --ignore-scripts=false",
  );
  process.exit(1);
}
