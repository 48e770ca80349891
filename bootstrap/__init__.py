"""What app.py builds, by subject: each module takes the settings and hands its part on."""
