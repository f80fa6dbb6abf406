"""The built-in studies: two synthetic brain MRI, written as DICOM."""
