import './customer.css';
import { follow } from './follow.ts';

follow(document);
