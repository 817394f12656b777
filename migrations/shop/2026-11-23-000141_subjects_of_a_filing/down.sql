DROP INDEX filing_subjects_of_filing;
