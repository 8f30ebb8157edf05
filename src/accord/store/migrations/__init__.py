"""Steps from one shape of a project's database to the next, run by Alembic when it is opened."""
