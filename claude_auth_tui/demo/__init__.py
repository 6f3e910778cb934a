"""Made-up machines: for the demo, the screenshots and the tests. Every credential in them is an obvious fake."""
