"""Problems, preventive measures and the watchdog that keeps them open until facts close them."""
